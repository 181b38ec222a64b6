/** `cairn savepoint`, `recovery`, `statistics` and `ledger`, as people call them. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { savepointsTaken, type SavepointsTaken } from '../../engine/protocol/requests.ts';
import {
  checkpointStatistics,
  ledgerView,
  recoveryList,
  restorePlan,
  savepointList,
} from '../../engine/protocol/savepoint-views.ts';
import { historyView, resultDocument } from '../../engine/protocol/views.ts';
import { begin, cairn, folder } from './cairn.ts';
import { chain, diagram } from './diagrams.ts';

const one = diagram(chain('approval', ['userTask', 'approve'], ['userTask', 'pay']));
const two = diagram(chain('approval', ['userTask', 'check'], ['userTask', 'pay'], ['userTask', 'archive']));

/** A deployed process with a job that waits. */
async function waiting(): Promise<string> {
  const at = folder({ 'approval.bpmn': one });
  await cairn(at, 'deploy', 'approval.bpmn');
  await cairn(at, 'start', 'approval', '--ext-id', 'a-1', '--vars', '{"x":1}');
  return at;
}

async function create(at: string, ...words: string[]): Promise<SavepointsTaken> {
  const { code, out } = await cairn(at, 'savepoint', 'create', '--json', ...words);
  expect(code).toBe(0);
  return savepointsTaken.parse(JSON.parse(out));
}

describe('savepoint', () => {
  it('a dry run says what moves, what is dropped, what has no home; savepoint and stop all, deploy version 2, restore, finish', async () => {
    const at = await waiting();
    const { savepoints } = await create(at, '--cancel');
    const from = savepoints[0]?.location ?? '';
    writeFileSync(join(at, 'approval.bpmn'), two);
    await cairn(at, 'deploy', 'approval.bpmn');

    const words = ['savepoint', 'restore', from, '--to-version', '2', '--json'];
    const bare = await cairn(at, ...words, '--dry-run');
    expect(bare.code).toBe(1);
    expect(restorePlan.parse(JSON.parse(bare.out))).toMatchObject({
      definition: { key: 'approval', from: 1, to: 2 },
      noHome: [{ what: 'token', element: 'approve' }],
      moves: [],
      refusal: 'some state has no home in the new version',
    });
    const mapped = await cairn(at, ...words, '--map', 'approve=check', '--dry-run');
    expect(mapped.code).toBe(0);
    expect(restorePlan.parse(JSON.parse(mapped.out))).toMatchObject({
      noHome: [],
      moves: [{ what: 'token', from: 'approve', to: 'check' }],
      refusal: null,
    });

    const { code, out } = await cairn(at, ...words, '--map', 'approve=check');
    expect(code).toBe(0);
    expect(resultDocument.parse(JSON.parse(out))).toMatchObject({
      job: { extId: 'a-1', definition: { version: 2 }, lineage: savepoints[0]?.job },
      variables: { x: 1 },
      waiting: [{ element: 'check' }],
    });

    // The engine that restored it is its first: it has been recovered by nobody.
    const history = await cairn(at, 'history', 'a-1', '--json');
    expect(historyView.parse(JSON.parse(history.out))).toMatchObject({ recoveries: [], marks: [] });

    const again = await cairn(at, 'savepoint', 'restore', from);
    expect(again).toMatchObject({
      code: 1,
      err: `cairn: The savepoint ${from} was already used. The job won't be run from there.\n`,
    });
    const listed = savepointList.parse(JSON.parse((await cairn(at, 'savepoint', 'list', '--json')).out));
    expect(listed.savepoints).toMatchObject([{ path: from, used: true, extId: 'a-1', jobs: 1 }]);
    expect((await cairn(at, 'savepoint', 'unmark', from)).code).toBe(0);
    for (const element of ['check', 'pay', 'archive']) await cairn(at, 'complete', 'a-1', element);
    const ended = await cairn(at, 'show', 'a-1', '--json');
    expect(resultDocument.parse(JSON.parse(ended.out)).job.status).toBe('completed');

    const statistics = await cairn(at, 'statistics', '--json');
    expect(checkpointStatistics.parse(JSON.parse(statistics.out))).toMatchObject({
      counts: { restored: 1, failed: 0, in_progress: 0 },
      latest: { savepoint: { external_path: from }, restored: { external_path: from }, failed: null },
    });
  });

  it('says the commands that go on from it: with the job cancelled first, where it is not', async () => {
    const at = await waiting();
    const { out } = await cairn(at, 'savepoint', 'create');
    const [first = '', second = ''] = out.trim().split('\n').at(-1)?.split(' && ') ?? [];
    expect(first).toMatch(/cancel \S+$/);
    expect((await cairn(at, ...first.split(' ').slice(first.split(' ').indexOf('cancel')))).code).toBe(0);
    const words = second.split(' ');
    expect((await cairn(at, ...words.slice(words.indexOf('savepoint')))).code).toBe(0);
    const stopped = (await cairn(at, 'savepoint', 'create', '--cancel')).out.trim().split('\n').at(-1) ?? '';
    expect(stopped).toMatch(/savepoint restore \S+$/);
    expect(stopped).not.toContain('&&');
  });

  it('names what is wrong with a request', async () => {
    const at = await waiting();
    for (const [words, message] of [
      [['create', 'nobody'], 'there is no job nobody in this store'],
      [['restore', 'nowhere'], `There is no savepoint ${join(at, 'nowhere')}.`],
      [['restore'], 'savepoint restore: PATH is missing'],
      [['restore', 'x', '--map', 'a'], 'savepoint: --map: a is not of the form old=new'],
      [['restore', 'x', '--map', 'a=b', '--map', 'a=c'], 'savepoint: --map: a is given twice'],
      [['burn'], 'savepoint: burn is none of create, list, restore, unmark'],
    ] as const) {
      const { code, err } = await cairn(at, 'savepoint', ...words);
      expect(`${code ?? ''} ${err}`).toBe(`2 cairn: ${message}\n`);
    }
  });

  it('with an id of its own is taken once', async () => {
    const at = await waiting();
    const first = await create(at, '--trigger', 't-1');
    expect(await create(at, '--trigger', 't-1')).toEqual(first);
    const other = await cairn(at, 'savepoint', 'create', '--trigger', 't-1', '--cancel');
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('was used for another request') as string });
  });

  it('goes with its folder to another store', async () => {
    const at = await waiting();
    const { savepoints } = await create(at, '--cancel');
    const elsewhere = folder();
    cpSync(savepoints[0]?.location ?? '', join(elsewhere, 'brought'), { recursive: true });
    const { code, out } = await cairn(elsewhere, 'savepoint', 'restore', 'brought', '--json');
    expect(code).toBe(0);
    expect(resultDocument.parse(JSON.parse(out)).waiting).toMatchObject([{ element: 'approve' }]);
  });
});

describe('recovery and ledger', () => {
  it('a job found after a kill waits for a decision, and its repeated effect is marked', async () => {
    const at = folder({
      'cairn.json': '{"recovery":{"automatic":false}}',
      'call.bpmn': diagram(
        chain('calling', [
          'serviceTask',
          'call',
          '',
          '<extensionElements><cairn:http method="POST" url="http://127.0.0.1:9/"/></extensionElements>',
        ]),
      ),
    });
    await cairn(at, 'deploy', 'call.bpmn');
    const engine = begin(at, ['engine', '--crash-at', 'call:before-task', '--no-restart']);
    await engine.line(/engine ready/);
    const starting = begin(at, ['start', 'calling', '--ext-id', 'c-1']);
    await engine.ended;
    starting.kill('SIGINT');
    await starting.ended;

    const list = async () => recoveryList.parse(JSON.parse((await cairn(at, 'recovery', '--json')).out)).jobs;
    // Whoever wanted the job started became an engine itself, perhaps, before it was interrupted.
    expect(await list()).toMatchObject([
      { extId: 'c-1', decision: expect.stringMatching(/^(found|waits)$/) as string },
    ]);
    expect((await cairn(at, 'recovery', 'keep', 'c-1')).code).toBe(0);
    expect((await list()).map(({ decision }) => decision)).toEqual(['kept']);
    const refused = await cairn(at, 'cancel', 'c-1');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('waits for a decision') as string });
    expect((await cairn(at, 'recovery', 'restart', 'c-1')).code).toBe(0);
    expect(await list()).toEqual([]);

    const ledger = async () => ledgerView.parse(JSON.parse((await cairn(at, 'ledger', '--json')).out)).entries;
    expect(await ledger()).toMatchObject([{ element: 'call', state: 'failed', duplicate: false }]);
    expect((await cairn(at, 'ledger', 'c-1')).out).toContain('POST http://127.0.0.1:9/');
  });

  it('tells the time of a message by the clock of its job, that of a call by the real one', async () => {
    const at = folder({
      'call.bpmn': diagram(
        `<message id="m" name="told"/>${chain(
          'calling',
          [
            'serviceTask',
            'call',
            '',
            '<extensionElements><cairn:http method="POST" url="http://127.0.0.1:9/"/></extensionElements>',
          ],
          ['sendTask', 'tell', 'messageRef="m"'],
        )}`,
      ),
      'played.json': '{"start":"2026-01-05T09:00:00Z","services":{"call":[{"respond":{}}]}}',
    });
    expect(await cairn(at, 'run', 'call.bpmn', '--scenario', 'played.json')).toMatchObject({ code: 0 });
    const { entries } = ledgerView.parse(JSON.parse((await cairn(at, 'ledger', '--json')).out));
    const told = entries.find(({ kind }) => kind === 'message');
    const called = entries.find(({ kind }) => kind === 'http');
    expect(told).toMatchObject({ clock: 'virtual', beganAt: '2026-01-05T09:00:00.000Z' });
    expect(called).toMatchObject({ clock: 'wall' });
    expect(called?.beganAt).not.toBe(told?.beganAt);
  });
});
