/** `cairn check`: can it run, and where are its checkpoints. */
import { checkFile } from '../../application/check-file.ts';
import { problemLine } from '../../application/diagram-file.ts';
import { countOfNotes, foldVendorNotes, type VendorNotes } from '../../protocol/vendor-notes.ts';
import type { CheckView } from '../../protocol/views.ts';
import type { Call, Command } from '../command.ts';
import { countText } from '../quantity.ts';
import { section } from '../result-text.ts';
import { tableLines } from '../table.ts';

export const check: Command = {
  name: 'check',
  summary: 'Tells whether a BPMN file can run, and where its checkpoints are.',
  takes: ['FILE'],
  options: {},
  notes: ['Exit code 2 when it cannot run.'],
  run: async (call) => {
    const view = await checkFile(call.context, call.values.argument(0));
    call.answer(view, () => checkLines(call, view));
    for (const problem of view.problems.filter(({ severity }) => severity === 'error')) {
      call.terminal.remark(problemLine(problem));
    }
    return view.runnable ? 0 : 2;
  },
};

function checkLines(call: Call, view: CheckView): string[] {
  const { terminal } = call;
  const verdict = view.runnable ? terminal.paint('green', 'can run') : terminal.paint('red', 'cannot run');
  return [
    `${view.file}: ${verdict}`,
    ...view.processes.flatMap((process) => ['', ...processLines(call, process)]),
    ...problemLines(call, view, 'warning', 'Warnings'),
    ...noteLines(call, view),
  ];
}

function processLines({ terminal }: Call, process: CheckView['processes'][number]): string[] {
  const { id, name, elements, checkpoints, needsStub, resources } = process;
  const count = Object.values(elements).reduce((sum, each) => sum + each, 0);
  const columns = [{ title: '' }, { title: '' }, { title: '' }];
  return [
    `${terminal.paint('bold', id)}${name === null ? '' : ` “${name}”`}: ${countText(count, 'element')}`,
    ...section(
      terminal,
      '  Checkpoints',
      tableLines(
        terminal,
        columns,
        checkpoints.map(({ element, kind, reasons }) => [
          element,
          kind === 'explicit' ? { text: kind, colour: 'green' } : kind,
          reasons.join(', '),
        ]),
        '    ',
      ),
    ),
    ...section(
      terminal,
      '  Only another engine could run these; a scenario must answer for them',
      tableLines(
        terminal,
        columns,
        needsStub.map(({ element, what }) => [element, what]),
        '    ',
      ),
    ),
    ...section(
      terminal,
      '  Files',
      tableLines(
        terminal,
        columns,
        resources.map(({ name: file, found }) => [file, found === null ? { text: 'not found', colour: 'red' } : found]),
        '    ',
      ),
    ),
  ];
}

/** Where messages go is no shortcoming. */
function noteLines(call: Call, { problems }: CheckView): string[] {
  const notes = problems.filter(({ severity }) => severity === 'note');
  const isFlow = ({ rule }: CheckView['problems'][number]): boolean => rule === 'message-flow';
  const { others, folded } = foldVendorNotes(notes.filter((note) => !isFlow(note)));
  return [
    ...listed(call, notes.filter(isFlow), 'Message flows'),
    ...lines(call, 'Kept, not executed', [...others.map(problemLine), ...folded.map(foldedLine)]),
  ];
}

/** `--json` has them one by one. */
function foldedLine(notes: VendorNotes<CheckView['problems'][number]>): string {
  const times = new Map<string, number>();
  for (const name of notes.notes.flatMap(({ names }) => names)) times.set(name, (times.get(name) ?? 0) + 1);
  const each = [...times].map(([name, count]) => (count === 1 ? name : `${name} (${count})`));
  return `${countOfNotes(notes)} (${someElements(notes.notes.map(({ problem }) => problem.element))}): ${each.sort().join(', ')}`;
}

const MOST_NAMED = 5;

function someElements(ids: readonly (string | null)[]): string {
  const named = ids.slice(0, MOST_NAMED).map((id) => id ?? 'the file');
  const more = ids.length - named.length;
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}

function problemLines(call: Call, { problems }: CheckView, severity: string, title: string): string[] {
  return listed(
    call,
    problems.filter((problem) => problem.severity === severity),
    title,
  );
}

function listed(call: Call, problems: CheckView['problems'], title: string): string[] {
  return lines(call, title, problems.map(problemLine));
}

function lines({ terminal }: Call, title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  return [
    '',
    ...section(
      terminal,
      title,
      texts.map((text) => `  ${text}`),
    ),
  ];
}
