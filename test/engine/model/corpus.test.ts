/**
 * Every public model of the corpus (test/corpus/INDEX.tsv says where it comes from). `corpus-verdicts.tsv` was reviewed
 * by hand against the files; `UPDATE_CORPUS_VERDICTS=1` writes it anew, and reviewers read the difference.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkRead, type FileCheck } from '../../../engine/model/check.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';

const CORPUS = new URL('../../corpus/', import.meta.url);
const VERDICTS = new URL('corpus-verdicts.tsv', import.meta.url);
const HEADER = ['file', 'process', 'verdict', 'unsupported', 'other errors', 'warnings', 'needs a stub'].join('\t');

/** What this version never executes, as it stands in a file; found in a runnable one, something is silently ignored. */
const NEVER_EXECUTED = /<(?:\w+:)?implicitThrowEvent\b/;

const files = ['bpmn', 'negative'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, CORPUS))
    .sort()
    .map((name) => `${folder}/${name}`),
);

const text = (file: string): string => readFileSync(new URL(file, CORPUS), 'utf8');

test('the corpus is complete', () => {
  const rows = text('INDEX.tsv').split('\n').slice(1);
  const listed = rows.map((row) => row.split('\t')[0] ?? '').filter((name) => /^(?:bpmn|negative)\//.test(name));
  expect([...files].sort()).toEqual(listed.sort());
  expect(files.length).toBe(78 + 11);
});

describe('each file', () => {
  test.each(files)('%s is judged, and all of a runnable process is in its graph', async (file) => {
    const xml = text(file);
    const result = await readBpmn(xml, file);
    expect(
      result.processes.length + result.problems.filter(({ severity }) => severity === 'error').length,
    ).toBeGreaterThan(0);
    for (const graph of result.processes) {
      const elements = Object.entries(result.declared.find(({ id }) => id === graph.processId)?.elements ?? {});
      const nodes = elements
        .filter(([type]) => !/^bpmn:(?:SequenceFlow|Data\w+)$/.test(type))
        .reduce((sum, [, count]) => sum + count, 0);
      expect(graph.nodes.size).toBe(nodes);
      expect(graph.flows.size).toBe(elements.find(([type]) => type === 'bpmn:SequenceFlow')?.[1] ?? 0);
    }
    const whole =
      result.declared.length > 0 &&
      result.declared.every(({ id }) => result.processes.some(({ processId }) => processId === id));
    expect(whole && NEVER_EXECUTED.test(xml)).toBe(false);
  });
});

test('the verdicts are the reviewed ones', async () => {
  const rows: string[] = [HEADER];
  for (const file of files) rows.push(...rowsOf(checkRead(await readBpmn(text(file), file))));
  const actual = `${rows.join('\n')}\n`;
  if (process.env['UPDATE_CORPUS_VERDICTS'] === '1') writeFileSync(VERDICTS, actual);
  expect(actual).toBe(readFileSync(VERDICTS, 'utf8'));
});

function rowsOf({ file, processes, problems }: FileCheck): string[] {
  const of = (process: string | null, severity: string, unsupported: boolean): string =>
    problems
      .filter(
        (each) =>
          each.process === process &&
          each.severity === severity &&
          (each.rule === 'unsupported-element') === unsupported,
      )
      .map(({ rule, element, message }) => {
        const type = /\((bpmn:\w+)\)/.exec(message)?.[1] ?? '-';
        return unsupported ? `${type} ${element ?? '-'}` : `${rule} ${element ?? '-'}`;
      })
      .join('; ');
  const columns = (process: string | null) => [
    of(process, 'error', true),
    of(process, 'error', false),
    of(process, 'warning', false),
  ];
  const whole = columns(null);
  const rows = whole.some((column) => column !== '') ? [[file, '-', 'the file', ...whole, '']] : [];
  for (const { id, executable, runnable, external } of processes) {
    const verdict = runnable ? 'runnable' : executable ? 'refused' : 'not executable';
    rows.push([file, id, verdict, ...columns(id), external.map(({ element }) => element).join('; ')]);
  }
  return rows.map((row) => row.join('\t'));
}
