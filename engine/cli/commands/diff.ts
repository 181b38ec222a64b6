/** `cairn diff`: what changed between two checkpoints of a job. */
import { diffJob } from '../../application/browse.ts';
import { valueText } from '../../application/document-text.ts';
import type { DiffView, VariableChange } from '../../protocol/views.ts';
import { integerOf } from '../arguments.ts';
import type { Call, Command } from '../command.ts';
import { section } from '../result-text.ts';
import { tableLines, type Cell } from '../table.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'Tells what changed between two checkpoints of a job.',
  takes: ['JOB', 'FROM', 'TO'],
  options: {},
  run: async (call) => {
    const { values, context } = call;
    const from = integerOf('FROM', values.argument(1), 1);
    const to = integerOf('TO', values.argument(2), 1);
    call.answer(diffJob(context, values.argument(0), from, to), (view) => diffLines(call, view));
    return Promise.resolve(0);
  },
};

function diffLines({ terminal }: Call, { from, to, job, variables, tokens }: DiffView): string[] {
  const columns = [{ title: '' }, { title: '' }, { title: '' }];
  const variableRows = variables.map((change) => [
    markOf(change),
    nameOf(change, job.definition.key),
    changeText(change),
  ]);
  const place = (at: { element: string; state: string } | null): string =>
    at === null ? '' : `${at.element} (${at.state})`;
  const tokenRows = tokens.map(({ change, from: before, to: after }) => [
    change,
    place(before),
    after === null ? '' : `→ ${place(after)}`,
  ]);
  const parts = [
    ...section(terminal, 'Variables', tableLines(terminal, columns, variableRows, '  ')),
    ...section(terminal, 'Tokens', tableLines(terminal, columns, tokenRows, '  ')),
  ];
  return [`Job ${job.id}, checkpoint ${from} → ${to}`, ...(parts.length === 0 ? ['Nothing changed.'] : parts)];
}

function markOf({ change }: VariableChange): Cell {
  if (change === 'added') return { text: '+', colour: 'green' };
  return change === 'removed' ? { text: '−', colour: 'red' } : { text: '~', colour: 'yellow' };
}

/** With its scope, where that is not the process. */
function nameOf({ name, scope }: VariableChange, process: string): string {
  return scope === process ? name : `${name} in ${scope}`;
}

/** What it was, and what it is. */
export function changeText({ change, from, to }: VariableChange): string {
  const before = from === undefined ? '' : valueText(from);
  const after = to === undefined ? '' : valueText(to);
  return change === 'changed' ? `${before} → ${after}` : before + after;
}
