/**
 * Every process of the corpus that can run, runs: to its end or to a wait, with a scenario's stubs where it needs another
 * engine's scripts or services. What came of each is kept in outcomes.tsv; UPDATE_CORPUS_OUTCOMES=1 writes it anew.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeJob } from '../../engine/core/job-codec.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { decisionWanted } from '../../engine/model/implementation.ts';
import { readBpmn } from '../../engine/model/read-bpmn.ts';
import { settings } from '../../engine/protocol/settings.ts';
import { EngineHost } from '../../engine/runtime/host.ts';
import { openStore } from '../../engine/store/sqlite-store.ts';
import type { Store } from '../../engine/store/store.ts';

const here = import.meta.dirname;
const kept = path.join(here, 'outcomes.tsv');
const files = ['bpmn', 'negative'].flatMap((folder) =>
  readdirSync(path.join(here, folder)).map((name) => `${folder}/${name}`),
);

let dir = '';
let store: Store;
let outcomes = new Map<string, string>();

/** What a stub answers where what comes after looks at it. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  'bpmn/bpmn-elements__service-task-io.bpmn serviceTask': { result: [{ statusCode: 200 }, 'body'] },
};

/** Variables that a process expects when it starts; those that expect none get none. */
const VARIABLES: Readonly<Record<string, unknown>> = {
  'bpmn/bpmn-elements__misp-loopback.bpmn': { cardinality: 2, loopback: false, content: { index: 0 } },
  'bpmn/bpmn-elements__multiple-multiple-inbound.bpmn': { condition1: true, condition2: true },
  'bpmn/bpmn-engine__bound-error.bpmn': { input: 1 },
  'bpmn/flowable__DynamicMultiInstanceTest.testParallelUserTasksBasedOnCollection.bpmn': {
    assigneeList: ['kermit', 'gonzo', 'fozzie'],
  },
  'bpmn/kogito__timersCycle.bpmn': { delay: 'R2/PT1S' },
  'bpmn/miwg__C.9.0.bpmn': {
    corporation: 'Camundanzia',
    applicant: { name: 'Ada', email: 'ada@example.com' },
    applicationNumber: 'A-1',
    product: 'car',
  },
  'bpmn/miwg__C.9.2.bpmn': {
    documentReferenceId: 'R-1',
    fraudSuspectedId: 'F-1',
    risks: ['age'],
    applicant: { name: 'Ada', age: 17 },
  },
  'bpmn/operaton__InclusiveGatewayTest.testSplitMergeSplit.bpmn': { input: 1 },
};

/** A scenario that answers every task that only another engine could perform; people are not played. */
function stubs(file: string, graph: ProcessGraph): string {
  const services: Record<string, unknown> = {};
  for (const node of graph.nodes.values()) {
    const external =
      ('implementation' in node &&
        (node.implementation.kind === 'external' ||
          (node.implementation.kind === 'decision' && decisionWanted(node.implementation.file) !== null))) ||
      (node.type === 'bpmn:ScriptTask' && node.language === 'external');
    if (external) services[node.id] = [{ respond: ANSWERS[`${file} ${node.id}`] ?? {} }];
  }
  return JSON.stringify({ start: '2026-01-01T00:00:00Z', services });
}

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'cairn-corpus-'));
  const now = Date.now();
  store = openStore(dir, { durability: 'process-crash' });
  const started: { place: string; request: string }[] = [];
  for (const file of files) {
    const xml = readFileSync(path.join(here, file), 'utf8');
    const { processes } = await readBpmn(xml, file);
    for (const graph of processes) {
      store.deploy(
        { key: graph.processId, name: null, file, xml, resources: {}, deployedAt: now, startMessages: [] },
        [],
      );
      const { version } = store.definition(graph.processId, 'latest') ?? { version: 1 };
      const place = `${file}\t${graph.processId}`;
      const data = JSON.stringify({
        kind: 'start',
        definition: graph.processId,
        version,
        variables: JSON.stringify(VARIABLES[file] ?? {}),
        scenario: stubs(file, graph),
      });
      store.accept({ id: place, kind: 'start', job: null, instance: null, data, acceptedAt: now, answer: null });
      started.push({ place, request: place });
    }
  }
  let broken = null as Error | null;
  const host = await EngineHost.start(
    {
      storeDir: dir,
      workspaceDir: dir,
      settings: settings.parse({ durability: 'process-crash' }),
      trusted: false,
      crashPoints: [],
      standby: false,
    },
    {
      progress: () => undefined,
      broken: (error) => {
        broken = error;
      },
      paused: () => undefined,
      kill: () => undefined,
    },
    { store },
  );
  await new Promise<void>((resolve) => {
    host.engine.whenIdle(resolve);
  });
  if (broken !== null) throw broken;
  outcomes = new Map(started.map(({ place, request }) => [place, outcomeOf(request)]));
  await host.stop();
}, 120_000);

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** Status, where tokens stand, what went wrong, and the elements in order of entering. */
function outcomeOf(request: string): string {
  const answer = store.request(request)?.answer ?? null;
  const id = answer === null ? null : (JSON.parse(answer) as { job?: string }).job;
  const stored = id === null || id === undefined ? null : store.latest(id);
  if (stored === null) return `no job\t${answer ?? 'no answer'}\t\t`;
  const state = decodeJob(stored.job, stored.rows);
  const tokens = [...state.tokens.values()].map((token) => `${token.node} ${token.wait ?? token.state}`).toSorted();
  const incidents = [...state.incidents.values()].map(({ message }) => message.slice(0, 120));
  const trace = store.executions(state.id).map(({ element }) => element);
  const shown = trace.length > 40 ? [...trace.slice(0, 40), `… ${trace.length} in all`] : trace;
  return [state.status, tokens.join(', '), incidents.join(', '), shown.join(' ')].join('\t');
}

test('each comes to what was reviewed', () => {
  const header = 'file\tprocess\tstatus\ttokens\tincidents\telements';
  const text = `${[header, ...[...outcomes].map(([place, outcome]) => `${place}\t${outcome}`)].join('\n')}\n`;
  if (process.env['UPDATE_CORPUS_OUTCOMES'] !== undefined) writeFileSync(kept, text);
  expect(text).toBe(readFileSync(kept, 'utf8'));
});

test('none is left active, and none is lost', () => {
  expect(outcomes.size).toBeGreaterThan(30);
  expect([...outcomes].filter(([, outcome]) => /^(?:active|no job)/.test(outcome))).toEqual([]);
});

/** A rule of BPMN that a file breaks: where, by which rule of Cairn it is refused, and what the standard says. */
interface Broken {
  readonly element: string;
  readonly rule: string;
  readonly section: string;
  readonly must: string;
}

/** What BPMN does not allow in files that are called runnable, as docs/deviations.md has it: no process of theirs is deployed. */
const REFUSED: Readonly<Record<string, Broken>> = {
  'bpmn/bpmn-elements__escalation-start-event.bpmn': {
    element: 'StartEvent_1a9jbdb',
    rule: 'event-subprocess-start',
    section: '10.5.2',
    must: 'the start event of an event subprocess must have a trigger',
  },
  'bpmn/bpmn-elements__join-inbound.bpmn': {
    element: 'bound-task3',
    rule: 'unsupported-element',
    section: '10.5.4',
    must: 'a boundary event must have one of ten triggers, none is not among them',
  },
  'bpmn/bpmn-js__event-subprocess-icons.bpmn': {
    element: 'EmptyEventSubprocess_1',
    rule: 'event-subprocess-start',
    section: '10.3.5',
    must: 'an event subprocess must have one and only one start event',
  },
  'bpmn/bpmn-js__kitchen-sink.bpmn': {
    element: 'Gateway_1gp70qr',
    rule: 'event-gateway-ways',
    section: '10.6.6',
    must: 'an event-based gateway must have two or more ways out',
  },
  'bpmn/bpmn-js__wrong-di-order.bpmn': {
    element: 'N24HoursEvent1',
    rule: 'unsupported-element',
    section: '10.5.5',
    must: 'a compensation event that catches must be attached to an activity',
  },
  'bpmn/flowable__eventSubProcessWithCancelStartEvent.bpmn': {
    element: 'eventStart',
    rule: 'unsupported-element',
    section: '10.5.5',
    must: 'a cancel event that catches must be attached to a transaction',
  },
  'bpmn/flowable__intermediateCatchEventRegistryEvent.empty.bpmn': {
    element: 'catch',
    rule: 'unsupported-element',
    section: '10.5.4',
    must: 'an intermediate event without a trigger throws',
  },
  'bpmn/flowable__intermediateTimerThrowEvent.bpmn': {
    element: 'timerThrow',
    rule: 'unsupported-element',
    section: '10.5.5, table 10.93',
    must: 'a throwing timer does not exist',
  },
};

const refused = Object.entries(REFUSED).map(([file, broken]) => ({ file, ...broken }));

test.each(refused)('$file is refused: $must', async ({ file, ...broken }) => {
  const { problems, processes } = await readBpmn(readFileSync(path.join(here, file), 'utf8'), file);
  expect(processes).toEqual([]);
  const reasons = problems.filter(
    ({ severity, element, rule }) => severity === 'error' && element === broken.element && rule === broken.rule,
  );
  expect(reasons.map(({ message }) => message)).toEqual([
    expect.stringContaining(`(BPMN 2.0.2, ${broken.section})`) as string,
  ]);
});

test('the documentation lists those files, and no other', () => {
  const page = readFileSync(path.join(here, '../../docs/deviations.md'), 'utf8');
  const [, table = ''] = /# Corpus models that[^]*?\n\n(\|[^]*?)\n\n/.exec(page) ?? [];
  expect(table.split('\n').slice(2)).toHaveLength(Object.keys(REFUSED).length);
  for (const [file, { element }] of Object.entries(REFUSED))
    expect(table).toMatch(new RegExp(`\\| \`${path.basename(file)}\`[^|]*\\| \`${element}\``));
});

test('every file of R1 and R2 runs to its end or to a wait, without an incident, or is refused for its reasons', () => {
  const index = readFileSync(path.join(here, 'INDEX.tsv'), 'utf8').split('\n');
  const runnable = index
    .map((line) => line.split('\t'))
    .flatMap(([file = '', , , , , rank = '']) => (file.startsWith('bpmn/') && /^R[12]$/.test(rank) ? [file] : []));
  expect(runnable.length).toBeGreaterThan(60);
  const ran = runnable.filter((file) => [...outcomes.keys()].some((place) => place.startsWith(`${file}\t`)));
  expect(runnable.filter((file) => !ran.includes(file)).toSorted()).toEqual(Object.keys(REFUSED).toSorted());
  const stopped = [...outcomes].filter(
    ([place, outcome]) => ran.includes(place.split('\t')[0] ?? '') && !goesWell(outcome),
  );
  expect(stopped).toEqual([]);
});

/** An error that nobody catches is an end, too. */
function goesWell(outcome: string): boolean {
  const [status, tokens, incidents] = outcome.split('\t');
  return incidents === '' && (status === 'completed' || status === 'failed' || (status === 'passive' && tokens !== ''));
}
