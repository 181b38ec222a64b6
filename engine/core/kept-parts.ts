/**
 * What has come and cannot be handed on yet: for a parallel multiple event until the rest is there (BPMN 2.0.2, 10.5.5), for an
 * activity until it can begin. It lies where it was waited for, so that it moves, is saved and goes with whoever waits.
 */
import type { FlowNode } from '../model/graph/process.ts';
import type { Subscription, Token } from './job-state.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { waitId } from './wait-id.ts';
import { placesAt } from './waits.ts';

/** Keeps what came, in the place of the wait for it. */
export function keepPart(
  step: Step,
  place: Pick<Subscription, 'token' | 'scope' | 'node' | 'part' | 'kind' | 'fired'>,
  brought: Variables,
): void {
  const { token, scope, node, part, kind, fired } = place;
  const id = waitId(token ?? scope ?? '', node, part);
  const number = step.nextNumber();
  const kept = { id, token, scope, node, part, kind, fired, number, met: false, key: null, message: '' };
  step.emit({ type: 'part-kept', subscription: { ...kept, trigger: 'came', brought } });
}

/** What is kept at an element for a token or scope, in the order in which it came. */
export function keptAt(step: Step, owner: string, node: FlowNode): readonly Subscription[] {
  return Array.from({ length: placesAt(node) }, (_, part) => step.state.subscriptions.get(waitId(owner, node.id, part)))
    .filter((each) => each !== undefined)
    .filter(({ trigger }) => trigger === 'came')
    .toSorted((left, right) => left.number - right.number);
}

/** Forgets what was kept and answers all of it: it is handed on now. Of two values of one name the later counts. */
export function takeKept(step: Step, kept: readonly Subscription[]): Variables {
  for (const { id } of kept) step.emit({ type: 'subscription-removed', subscription: id });
  return Object.assign({}, ...kept.map(({ brought }) => brought ?? {})) as Variables;
}

/** Closes, by `close`, what a token waits for, but keeps what has come for it: it waits anew for the rest only. */
export function keepingParts(step: Step, token: Token, close: (step: Step, token: Token) => void): void {
  const kept = [...step.state.subscriptions.values()].filter(
    (each) => each.token === token.id && each.trigger === 'came',
  );
  close(step, token);
  for (const subscription of kept) step.emit({ type: 'part-kept', subscription });
}
