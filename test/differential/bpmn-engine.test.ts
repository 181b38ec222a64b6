/**
 * Every scenario on bpmn-engine too. Where the two differ, `bpmn-engine.tsv` says in one line who is right and which
 * section of BPMN 2.0.2 decides it; the table is complete and has no row that is no difference any more.
 * `CAIRN_DIFFERENCES=write npm run test:only -- test/differential` writes it anew: new rows have a `?` to be replaced.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseJson } from '../../engine/core/json.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { readBpmn } from '../../engine/model/read-bpmn.ts';
import { scenario, type Scenario } from '../../engine/protocol/scenario.ts';
import { play, type Played } from '../scenarios/player.ts';
import { countText, theirRun, type Summary } from './their-run.ts';

const SCENARIOS = new URL('../scenarios/', import.meta.url);
const TABLE = new URL('bpmn-engine.tsv', import.meta.url);
const HEADER = ['scenario', 'Cairn', 'bpmn-engine', 'decided by'].join('\t');

const names = readdirSync(SCENARIOS)
  .filter((file) => file.endsWith('.bpmn'))
  .map((file) => file.slice(0, -'.bpmn'.length))
  .toSorted();

const rows = existsSync(TABLE) ? readFileSync(TABLE, 'utf8').trimEnd().split('\n').slice(1) : [];
const known = new Map(rows.map((row) => [row.split('\t')[0] ?? '', row]));

async function difference(name: string): Promise<string | null> {
  const text = readFileSync(new URL(`${name}.bpmn`, SCENARIOS), 'utf8');
  const file = new URL(`${name}.json`, SCENARIOS);
  const given = scenario.parse(existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : {});
  const { processes } = await readBpmn(text, `${name}.bpmn`);
  const [graph] = processes;
  if (graph === undefined) throw new Error(`${name} cannot run`);
  const ours = ourRun(processes, graph, given);
  const theirs = await theirRun(text, given, (id) => isCounted(graph, id));
  if (ours.status === theirs.status && ours.completed === theirs.completed) return null;
  const told = ({ status, completed }: Summary): string => `${status}: ${completed}`;
  const why = known.get(name)?.split('\t')[3] ?? '?';
  return [name, told(ours), told(theirs), why].join('\t');
}

function ourRun(processes: readonly ProcessGraph[], graph: ProcessGraph, given: Scenario): Summary {
  const { job } = play(graph, given, new Map(processes.map((each) => [each.processId, each])));
  const { status } = job.state;
  const rest = job.state.incidents.size > 0 || status === 'failed' ? 'stopped' : 'waiting';
  return { status: status === 'completed' ? 'completed' : rest, completed: countText(countsOf(job)) };
}

/** An event that only says who compensates is never entered here; bpmn-engine counts its handler's end twice. */
function isCounted(graph: ProcessGraph, id: string): boolean {
  const node = graph.nodes.get(id);
  return node !== undefined && !(node.type === 'bpmn:BoundaryEvent' && node.trigger.kind === 'compensation');
}

/** A repeated activity counts once, as bpmn-engine counts it. */
function countsOf(job: Played['job']): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (id: string): void => void counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const event of job.events) {
    if (event.type === 'scope-closed' && event.kind === 'instances' && event.completed) count(event.node);
    if (event.type !== 'element-left' || event.outcome !== 'completed') continue;
    const node = job.node(event.node);
    if (!('loop' in node) || node.loop === null) count(event.node);
  }
  return counts;
}

test('every difference to bpmn-engine is explained, and every explanation is of a difference', async () => {
  const found: string[] = [];
  for (const name of names) {
    const row = await difference(name);
    if (row !== null) found.push(row);
  }
  if (process.env['CAIRN_DIFFERENCES'] === 'write') writeFileSync(TABLE, `${[HEADER, ...found].join('\n')}\n`);
  expect(found.filter((row) => row.endsWith('\t?'))).toEqual([]);
  expect(found).toEqual(rows);
}, 120_000);
