/** Carries a plan out on the rows of a saved job: what moves is renamed, what is dropped is left out. */
import type { CompensationTarget, Incident, Scope, Subscription, Timer, Token } from '../core/job-state.ts';
import { waitId } from '../core/wait-id.ts';
import { decodeValue, encodeValue, type Value } from '../core/value.ts';
import type { StateChange, StoredJob } from '../store/rows.ts';
import type { MovePlan } from './move-plan.ts';

/** Savepoints of before there was compensation say nothing about it. */
type SavedToken = Omit<Token, 'compensation'> & Partial<Pick<Token, 'compensation'>>;

/** The job as the new version has it. */
export function moveRows(stored: StoredJob, plan: MovePlan, version: number): StoredJob {
  const { element } = plan;
  const dropped = {
    token: idsOf(plan, 'token'),
    timer: idsOf(plan, 'timer'),
    subscription: idsOf(plan, 'subscription'),
  };
  const closed = new Set<string>();
  for (const row of stored.rows) {
    if (row.entity !== 'scope' || row.data === null) continue;
    const { id, token } = JSON.parse(row.data) as Scope;
    if (token !== null && dropped.token.has(token)) closed.add(id);
  }
  const rows = stored.rows.flatMap((row): StateChange[] => {
    if (row.data === null) return [];
    switch (row.entity) {
      case 'token': {
        if (dropped.token.has(row.id)) return [];
        const token = decodeValue(row.data) as unknown as SavedToken;
        const visits = token.visits === null ? null : renamed(token.visits, element);
        const compensation = token.compensation ?? null;
        const moved: Token = {
          ...token,
          node: element(token.node),
          via: plan.via.get(token.id) ?? null,
          visits,
          compensation:
            compensation === null
              ? null
              : { ...compensation, rest: compensation.rest.map((each) => movedTarget(each, element)) },
        };
        return [{ ...row, data: encodeValue(moved as unknown as Value) }];
      }
      case 'scope': {
        if (closed.has(row.id)) return [];
        // Savepoints of before there was compensation say nothing about it.
        const scope = JSON.parse(row.data) as Omit<Scope, 'compensables'> & Partial<Pick<Scope, 'compensables'>>;
        const compensables = (scope.compensables ?? []).map((each) => ({ ...each, node: element(each.node) }));
        return [{ ...row, data: JSON.stringify({ ...scope, node: element(scope.node), compensables }) }];
      }
      case 'variable':
        return closed.has((JSON.parse(row.id) as [string, string])[0]) ? [] : [row];
      case 'timer': {
        if (dropped.timer.has(row.id)) return [];
        return [movedWait(row, JSON.parse(row.data) as Timer, element)];
      }
      case 'subscription': {
        if (dropped.subscription.has(row.id)) return [];
        return [movedWait(row, JSON.parse(row.data) as Subscription, element)];
      }
      case 'incident': {
        const incident = JSON.parse(row.data) as Incident;
        if (incident.token !== null && dropped.token.has(incident.token)) return [];
        const at = incident.element === null ? null : element(incident.element);
        return [{ ...row, data: JSON.stringify({ ...incident, element: at }) }];
      }
      default:
        return [row];
    }
  });
  const rest = JSON.parse(stored.job.data) as { answers?: Record<string, number> };
  const data = JSON.stringify({ ...rest, answers: renamed(rest.answers ?? {}, element) });
  return { job: { ...stored.job, definitionVersion: version, data }, rows };
}

/** Whoever waits finds the wait by the name of its element. */
function movedWait(row: StateChange, wait: Timer | Subscription, element: (id: string) => string): StateChange {
  const node = element(wait.node);
  // Savepoints of before there were scopes that wait, and multiple events, do not speak of them.
  const id = waitId(wait.token ?? wait.scope ?? '', node, wait.part ?? 0);
  return { ...row, id, data: JSON.stringify({ ...wait, id, node }) };
}

function movedTarget(target: CompensationTarget, element: (id: string) => string): CompensationTarget {
  return { ...target, node: element(target.node), start: target.start === null ? null : element(target.start) };
}

function idsOf(plan: MovePlan, what: 'token' | 'timer' | 'subscription'): ReadonlySet<string> {
  return new Set(plan.dropped.filter((gone) => gone.what === what).map(({ id }) => id));
}

function renamed(counts: Readonly<Record<string, number>>, element: (id: string) => string): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([id, count]) => [element(id), count]));
}
