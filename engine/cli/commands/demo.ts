/** `cairn demo`: the whole story in one terminal, on the first sample. Nothing in it is made up. */
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextOf } from '../../application/context.ts';
import { BadRequest } from '../../application/failure.ts';
import { faultsOf } from '../../application/faults.ts';
import { readScenario } from '../../application/scenario.ts';
import {
  leafThrough,
  recoverFrom,
  runUntilDeath,
  type Death,
  type Leaf,
  type Recovery,
} from '../../application/story.ts';
import type { Call, Command } from '../command.ts';
import { startDemoServer, type DemoServer } from '../demo-server.ts';
import { packageFile } from '../package-file.ts';
import { countText } from '../quantity.ts';
import { variableLines } from '../result-text.ts';
import { cut, tableLines } from '../table.ts';
import { changeText } from './diff.ts';

const definition = 'order-fulfilment';
const file = `processes/${definition}.bpmn`;
/** Charging the card has happened by then, and nothing has saved that it did. */
const crashPoint = { element: 'book-payment', point: 'after-effect', visit: 1 } as const;

export const demo: Command = {
  name: 'demo',
  summary: 'The whole story on a sample: run, pull the plug, recover, compare.',
  takes: [],
  options: {},
  notes: ['Works on a copy of the samples in a temporary folder, and leaves it there to look at.'],
  run: async (call) => {
    const samples = packageFile(`samples/${file}`) === null ? null : packageFile('samples');
    if (samples === null) throw new BadRequest('the samples did not come along with this installation');
    const dir = mkdtempSync(join(tmpdir(), 'cairn-demo-'));
    cpSync(samples, dir, { recursive: true, filter: (source) => !source.endsWith('.cairn') });
    const server = await startDemoServer({ port: 0 });
    try {
      return await tell(call, dir, server);
    } finally {
      await server.close();
    }
  },
};

async function tell(call: Call, dir: string, server: DemoServer): Promise<0 | 1> {
  const { terminal, values } = call;
  const asText = !values.flag('json');
  const say = (lines: readonly string[]): void => {
    if (asText) for (const line of lines) terminal.print(line);
  };
  const { signal, tell: tellNews } = call.context;
  const context = contextOf({
    cwd: dir,
    storeDir: values.text('store') === undefined ? undefined : call.context.storeDir,
    // Deaths are part of the story here, and told by it.
    tell: (news) => (news.type === 'crashed' || news.type === 'restarting' ? undefined : tellNews(news)),
    ...(signal === null ? {} : { signal }),
  });
  const { variables } = readScenario(`scenarios/${definition}.json`, dir);
  const next = (...words: string[]): string =>
    terminal.paint('cyan', ['npx cairn', ...words, '--store', context.storeDir].join(' '));

  say([title(call, 1, 'Run'), `  ${definition}, charging a card over HTTP at ${server.url}`, '']);
  const extId = `demo-${context.newId()}`;
  const death = await runUntilDeath(context, {
    file,
    definition,
    extId,
    variables: { ...variables, demoServer: server.url },
    crashPoint,
  });
  const chargedBefore = server.charges.length;
  say([...deathLines(call, death, chargedBefore), '', ...forecastLines(call, death), '']);

  const recovery = await recoverFrom(context, death);
  const leaves = await leafThrough(context, death.job);
  say([...recoveryLines(call, recovery, server), '', ...leafLines(call, leaves), '']);
  say([
    title(call, 6, 'Result'),
    `  ${recovery.document.job.status}`,
    ...variableLines(terminal, recovery.document.variables),
    '',
    'Look around:',
    `  ${next('history', death.job)}`,
    `  ${next('show', death.job, '--at', String(death.document.checkpoints.at(-1)?.seq ?? 1))}`,
    `  ${next('diff', death.job, '1', String(recovery.document.checkpoints.at(-1)?.seq ?? 1))}`,
    `  the workspace is ${dir}`,
  ]);
  if (!asText) {
    call.answer(
      {
        workspace: dir,
        store: context.storeDir,
        killed: {
          at: crashPoint,
          pid: death.pid,
          signal: death.signal,
          checkpoint: death.document.checkpoints.at(-1)?.seq ?? null,
        },
        forecast: death.forecast,
        ranAgain: recovery.again,
        charges: { beforeDeath: chargedBefore, total: server.charges.length, duplicates: server.duplicates().length },
        history: leaves,
        result: recovery.document,
      },
      () => [],
    );
  }
  return recovery.document.job.status === 'completed' && faultsOf(recovery.document).length === 0 ? 0 : 1;
}

function title({ terminal }: Call, number: number, text: string): string {
  return terminal.paint('bold', `${number}  ${text}`);
}

function deathLines(call: Call, { pid, signal, document }: Death, charged: number): string[] {
  const { element, point } = crashPoint;
  const last = document.checkpoints.at(-1);
  return [
    title(call, 2, 'Pull the plug'),
    `  ${call.terminal.paint('red', `engine process ${pid ?? 'unknown'} died of ${signal ?? 'something else'}`)} at ${element}, ${point}`,
    `  ${countText(document.checkpoints.length, 'checkpoint')} durable by then` +
      (last === undefined
        ? ''
        : `; the latest is ${last.seq}, ${last.reasons.join(', ')} at ${last.element ?? 'the job'}`),
    `  the card was charged ${countText(charged, 'time')}`,
  ];
}

function forecastLines(call: Call, { forecast }: Death): string[] {
  const { terminal } = call;
  const columns = [{ title: '' }, { title: '' }, { title: '' }];
  const rows = [
    ...forecast.saved.map(({ element }) => [
      { text: 'saved', colour: 'green' as const },
      element,
      'a checkpoint holds it; will not run again',
    ]),
    ...forecast.lost.map(({ element }) => [
      { text: 'lost', colour: 'yellow' as const },
      element,
      'will run again; nobody outside noticed',
    ]),
    ...forecast.twice.map(({ element, effect, target }) => [
      { text: 'twice', colour: 'red' as const },
      element,
      `${target} ${effect === 'happened' ? 'happened' : 'may have happened'}, and will happen again`,
    ]),
  ];
  return [
    title(call, 3, 'What that costs, from the recorder and the store'),
    ...tableLines(terminal, columns, rows, '  '),
  ];
}

function recoveryLines(call: Call, { again, document }: Recovery, server: DemoServer): string[] {
  const elements = again.map(({ element }) => {
    const attempts = document.executions.filter((row) => row.element === element).map(({ attempt }) => attempt);
    return `${element} (attempt ${Math.max(...attempts)})`;
  });
  const duplicates = server.duplicates();
  return [
    title(call, 4, 'Recover'),
    `  another engine took the job over at its latest checkpoint; it is ${document.job.status}`,
    `  ran again: ${elements.length === 0 ? 'nothing' : elements.join(', ')}`,
    `  the card service counts ${countText(server.charges.length, 'charge')}, ${countText(duplicates.length, 'duplicate')}` +
      (duplicates.length === 0 ? '' : `: the same Idempotency-Key came again, and it chose not to care`),
  ];
}

function leafLines(call: Call, leaves: readonly Leaf[]): string[] {
  const { terminal } = call;
  const columns = [
    { title: 'SEQ', right: true },
    { title: 'KIND' },
    { title: 'ELEMENT' },
    { title: 'REASONS' },
    { title: 'VARIABLES THAT CHANGED' },
  ];
  let incarnation = leaves[0]?.checkpoint.incarnation ?? 1;
  const rows = leaves.flatMap(({ checkpoint, changes }) => {
    const { seq, kind, element, reasons } = checkpoint;
    const changed = changes.map((change) => `${change.name} ${cut(changeText(change), 40)}`).join('; ');
    const row = [
      seq,
      kind === 'explicit' ? { text: kind, colour: 'green' as const } : kind,
      element ?? '',
      reasons.join(', '),
      changed === '' ? '–' : changed,
    ];
    if (checkpoint.incarnation === incarnation) return [row];
    ({ incarnation } = checkpoint);
    return [['', { text: 'killed, recovered', colour: 'yellow' as const }, '', '', ''], row];
  });
  return [title(call, 5, 'How the variables stood at each checkpoint'), ...tableLines(terminal, columns, rows, '  ')];
}
