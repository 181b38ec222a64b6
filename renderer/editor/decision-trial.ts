/** Trying a decision out with values at hand, as it is in the window: what was typed, and what came of it. */
import { create } from 'zustand';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { DecisionView } from '../../engine/protocol/views.ts';
import type { DecisionOutline } from '../../engine/protocol/window-views.ts';
import type { Field, FieldType } from '../jobs/form-fields.ts';
import { emptyDraft, variablesOf, type Draft } from '../jobs/VariablesForm.tsx';
import { reasonOf } from '../workbench/notice.ts';
import { useDecisionSessions } from './decision-session.ts';
import { fileEditors } from './open-files.ts';

export interface DecisionTrial {
  readonly draft: Draft;
  /** Null: none, or not since the last edit. A text is why there is no answer. */
  readonly outcome: DecisionView | string | null;
  /** The edition of the file that the outcome is of. */
  readonly edition: number;
  /** Somebody has tried: what is wrong in the fields is told. */
  readonly tried: boolean;
}

const untried: DecisionTrial = { draft: emptyDraft, outcome: null, edition: 0, tried: false };

/** By path and decision. */
export const useDecisionTrials = create<Readonly<Record<string, DecisionTrial>>>()(() => ({}));

export function trialOf(all: Readonly<Record<string, DecisionTrial>>, path: string, decision: string): DecisionTrial {
  return all[keyOf(path, decision)] ?? untried;
}

export function changeTrial(path: string, decision: string, change: Partial<DecisionTrial>): void {
  useDecisionTrials.setState((all) => ({ [keyOf(path, decision)]: { ...trialOf(all, path, decision), ...change } }));
}

function keyOf(path: string, decision: string): string {
  return `${path}#${decision}`;
}

const fieldTypes: Readonly<Record<string, FieldType>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
};

/** A field for each variable that the decision and those before it read; what is left empty is not there. */
export function fieldsOf({ inputs }: DecisionOutline): Field[] {
  return inputs.map(({ name, type }) => ({
    name,
    label: name,
    type: fieldTypes[type ?? ''] ?? 'json',
    required: false,
    options: [],
    hint:
      fieldTypes[type ?? ''] === undefined
        ? `JSON${type === null ? '' : ` of type ${type}`}, such as 12, "text" or { "name": "Ada" }`
        : null,
  }));
}

/** The decisions of the file in the window; null: its editor is not there yet. @throws CallFailed, and Error where the file cannot be read */
export async function outlineOf(path: string, client: WindowClient): Promise<readonly DecisionOutline[] | null> {
  const snapshot = await fileEditors.get(path)?.snapshot();
  if (snapshot === undefined) return null;
  const { decisions, problem } = await client.call('decision.outline', { text: snapshot.text });
  if (problem !== null) throw new Error(problem);
  return decisions;
}

/** The decision in view, or the only one of the file; null: several, and none of them is in view. */
export function decisionInView(path: string, decisions: readonly DecisionOutline[]): DecisionOutline | null {
  const element = useDecisionSessions.getState()[path]?.element;
  return decisions.find(({ id }) => id === element) ?? (decisions.length === 1 ? (decisions[0] ?? null) : null);
}

/** Decides with what was typed, and keeps what came of it. */
export async function tryInView(path: string, client: WindowClient): Promise<void> {
  const decision = decisionInView(path, (await outlineOf(path, client)) ?? []);
  if (decision === null) return;
  const edition = useDecisionSessions.getState()[path]?.edition ?? 0;
  const variables = variablesOf(fieldsOf(decision), trialOf(useDecisionTrials.getState(), path, decision.id).draft);
  changeTrial(path, decision.id, { tried: true, outcome: null });
  if (variables === null) return;
  try {
    const { text = '' } = (await fileEditors.get(path)?.snapshot()) ?? {};
    const outcome = await client.call('decision.evaluate', { text, decision: decision.id, variables });
    changeTrial(path, decision.id, { outcome, edition });
  } catch (failure) {
    changeTrial(path, decision.id, { outcome: reasonOf(failure), edition });
  }
}
