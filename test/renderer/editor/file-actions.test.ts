import { notifications, notificationsStore } from '@mantine/notifications';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WindowClient } from '../../../engine/protocol/window-link.ts';
import type { DraftView } from '../../../engine/protocol/window-views.ts';
import { CallFailed } from '../../../renderer/bridge/call-failed.ts';
import { askAboutConflict } from '../../../renderer/editor/conflict-question.tsx';
import { FileActions } from '../../../renderer/editor/file-actions.ts';
import { takeIn } from '../../../renderer/editor/file-intake.ts';
import { fileEditors, openFile, useOpenFiles, type OpenFile } from '../../../renderer/editor/open-files.ts';
import { OwnDrafts } from '../../../renderer/editor/own-drafts.ts';
import { ask } from '../../../renderer/workbench/confirmation.ts';

vi.mock('../../../renderer/editor/conflict-question.tsx', () => ({ askAboutConflict: vi.fn() }));
vi.mock('../../../renderer/workbench/confirmation.ts', () => ({ ask: vi.fn() }));

/** A workspace of these files, behind as much of a host as files need. */
function setUp(files: Readonly<Record<string, string>>) {
  const disk = new Map(Object.entries(files));
  const kept: unknown[] = [];
  const drafts: DraftView[] = [];
  const answers: Readonly<Record<string, (params: Readonly<Record<string, string>>) => unknown>> = {
    'files.read': ({ path = '' }) => {
      const text = disk.get(path);
      if (text === undefined) throw new CallFailed({ code: 'not-found', lines: [`${path}: is not there`] });
      if (text.includes('\0')) throw new CallFailed({ code: 'bad-request', lines: [`${path}: is not text`] });
      return { path, text, stamp: text };
    },
    'files.rename': ({ path = '', to = '' }) => {
      disk.set(to, disk.get(path) ?? '');
      disk.delete(path);
      return {};
    },
    'files.write': ({ path = '', text = '', base }) => {
      const there = disk.get(path) ?? null;
      if (there !== base) return { ok: false, conflict: 'changed-on-disk', text: there, stamp: there };
      disk.set(path, text);
      return { ok: true, stamp: text };
    },
    'files.list': () => ({ files: [] }),
    'files.create': ({ path = '', text = '' }) => {
      if (disk.has(path)) throw new CallFailed({ code: 'exists', lines: [`${path}: is there already`] });
      return disk.set(path, text);
    },
    'files.processes': () => ({ processes: [] }),
    'drafts.list': () => ({ drafts }),
    'drafts.discard': () => ({}),
    'drafts.save': (params) => kept.push(params),
  };
  const client = {
    call: async (name: string, params: Readonly<Record<string, string>>) => Promise.resolve(answers[name]?.(params)),
  } as unknown as WindowClient;
  return { client, actions: new FileActions(client, new OwnDrafts(client, 'w')), disk, kept, drafts };
}

const broken = 'rules/broken.dmn';

function show(path: string, unsaved = false): void {
  const file: OpenFile = { path, kind: 'rules', initial: 'before', edition: 0, stamp: 's', unsaved, disk: null };
  useOpenFiles.setState(({ files }) => ({ files: [...files, file], active: path }));
}

beforeEach(() => {
  // Nobody types.
  vi.stubGlobal('document', { activeElement: null });
  vi.stubGlobal('HTMLElement', class {});
  notifications.clean();
  fileEditors.clear();
  useOpenFiles.setState({ files: [], active: null });
});

afterEach(() => void vi.unstubAllGlobals());

it('renames and duplicates a file that its editor could not read', async () => {
  const { actions, disk } = setUp({ [broken]: '<no dmn>' });
  show(broken);
  fileEditors.set(broken, { snapshot: () => Promise.reject(new Error('nothing is loaded')) });
  await actions.duplicate(broken, 'rules/copy.dmn');
  expect(disk.get('rules/copy.dmn')).toBe('<no dmn>');
  await actions.rename(broken, 'rules/named.dmn');
  expect(openFile(broken)).toBeUndefined();
  expect(openFile('rules/named.dmn')).toMatchObject({ initial: '<no dmn>', unsaved: false });
});

it('takes edits along under a new name, and a draft of them', async () => {
  const { actions, kept } = setUp({ [broken]: '<old>' });
  show(broken, true);
  fileEditors.set(broken, { snapshot: () => Promise.resolve({ text: '<edited>', saved: () => false }) });
  await actions.rename(broken, 'rules/named.dmn');
  expect(openFile('rules/named.dmn')).toMatchObject({ initial: '<edited>', unsaved: true, stamp: 's' });
  expect(kept).toEqual([{ path: 'rules/named.dmn', text: '<edited>', base: 's', owner: 'w' }]);
});

it('keeps as unsaved what was edited while it was being written, and keeps a draft of it', async () => {
  const { actions, disk, kept } = setUp({ [broken]: 's' });
  show(broken, true);
  let text = '<written>';
  fileEditors.set(broken, {
    snapshot: () => {
      const written = text;
      return Promise.resolve({ text: written, saved: () => text !== written });
    },
  });
  const saving = actions.save(broken);
  text = '<later>';
  expect(await saving).toBe(false);
  expect(disk.get(broken)).toBe('<written>');
  expect(openFile(broken)).toMatchObject({ unsaved: true, stamp: '<written>' });
  expect(kept).toEqual([{ path: broken, text: '<later>', base: '<written>', owner: 'w' }]);
});

it.each([
  [true, 'The disk is full. Your edits are still here.'],
  [false, 'The disk is full.'],
])('speaks of edits only where there are some when a save fails: %s', async (unsaved, words) => {
  const { client } = setUp({});
  const failing = { ...client, call: () => Promise.reject(new Error('The disk is full.')) } as unknown as WindowClient;
  show(broken, unsaved);
  fileEditors.set(broken, { snapshot: () => Promise.resolve({ text: '<mine>', saved: () => false }) });
  expect(await new FileActions(failing, new OwnDrafts(failing, 'w')).save(broken)).toBe(false);
  const { notifications: shown, queue } = notificationsStore.getState();
  expect([...shown, ...queue].map(({ message }) => message)).toEqual([words]);
});

it('asks again where the file changed once more while it was asked about', async () => {
  const { actions, disk } = setUp({ [broken]: '<theirs>' });
  show(broken, true);
  fileEditors.set(broken, { snapshot: () => Promise.resolve({ text: '<mine>', saved: () => false }) });
  const asked = vi.mocked(askAboutConflict);
  asked.mockImplementationOnce(async () => {
    disk.set(broken, '<theirs, later>');
    return Promise.resolve('mine');
  });
  asked.mockResolvedValueOnce(null);
  expect(await actions.save(broken)).toBe(false);
  expect(asked.mock.calls.map(([, , theirs]) => theirs)).toEqual(['<theirs>', '<theirs, later>']);
  expect(disk.get(broken)).toBe('<theirs, later>');
});

it.each([
  ['rules/order.dmn', 'rules/order-mine-3.dmn'],
  ['rules/order-mine.dmn', 'rules/order-mine-3.dmn'],
  ['rules/order-mine-2.dmn', 'rules/order-mine-3.dmn'],
])('keeps mine of %s beside what is on disk, under a name that is free', async (path, copy) => {
  const there = ['rules/order.dmn', 'rules/order-mine.dmn', 'rules/order-mine-2.dmn'];
  const { actions, disk } = setUp(Object.fromEntries(there.map((each) => [each, '<theirs>'])));
  show(path, true);
  fileEditors.set(path, { snapshot: () => Promise.resolve({ text: '<mine>', saved: () => false }) });
  vi.mocked(askAboutConflict).mockResolvedValueOnce('copy');
  await actions.save(path);
  expect([...disk]).toEqual([...there.map((each) => [each, '<theirs>']), [copy, '<mine>']]);
});

it.each([
  ['discard', '<theirs>', { initial: '<theirs>', stamp: '<theirs>', unsaved: false, disk: null }],
  ['restore', '<theirs>', { initial: '<mine>', stamp: '<old>', unsaved: true, disk: 'changed' }],
  ['restore', null, { initial: '<mine>', stamp: '<old>', unsaved: true, disk: 'removed' }],
  ['restore', '<mine>', { initial: '<mine>', stamp: '<mine>', unsaved: false, disk: null }],
  ['discard', null, null],
] as const)('to %s edits shows the file as the disk has it by then: %s', async (choice, later, shown) => {
  const { actions, disk, drafts } = setUp({ [broken]: '<old>' });
  const savedAt = '2026-01-01T00:00:00.000Z';
  drafts.push({ path: broken, text: '<mine>', base: '<old>', savedAt, owner: 'w', current: true, open: true });
  vi.mocked(ask).mockImplementationOnce(async () => {
    if (later === null) disk.delete(broken);
    else disk.set(broken, later);
    return Promise.resolve(choice);
  });
  await actions.open(broken);
  expect([openFile(broken)].filter((file) => file !== undefined)).toMatchObject(shown === null ? [] : [shown]);
  const told = notificationsStore.getState().notifications.map(({ title }) => title);
  expect(told).toEqual(shown === null ? [`${broken} could not be opened`] : []);
});

it('gives no file the name of another tab, whose edits may be all that is left of its file', async () => {
  const { actions, disk } = setUp({ [broken]: '<old>' });
  show(broken);
  show('rules/gone.dmn', true);
  await expect(actions.rename(broken, 'rules/gone.dmn')).rejects.toThrow('rules/gone.dmn is open in another tab');
  expect([...disk.keys()]).toEqual([broken]);
});

it('says why a file from outside was not taken in, and takes in the next one', async () => {
  const { actions, client, disk } = setUp({ 'rules/a.dmn': '\0' });
  await takeIn([new File(['<a/>'], 'a.dmn'), new File(['<b/>'], 'b.dmn')], client, actions);
  const { notifications: told } = notificationsStore.getState();
  expect(told.map(({ title, message }) => [title, message])).toContainEqual([
    'a.dmn was not taken in',
    'rules/a.dmn: is not text',
  ]);
  expect(disk.get('rules/b.dmn')).toBe('<b/>');
});
