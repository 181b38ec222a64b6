import { existsSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cairn, folder } from './cairn.ts';

interface Story {
  readonly workspace: string;
  readonly store: string;
  readonly killed: { readonly signal: string; readonly checkpoint: number };
  readonly forecast: Readonly<Record<'saved' | 'lost' | 'twice', readonly { readonly element: string }[]>>;
  readonly ranAgain: readonly { readonly element: string }[];
  readonly charges: unknown;
  readonly history: readonly { readonly checkpoint: { readonly seq: number; readonly incarnation: number } }[];
  readonly result: { readonly job: { readonly id: string; readonly status: string } };
}

const elements = (list: readonly { readonly element: string }[]): string[] => list.map(({ element }) => element);

it('the engine may be killed at any instant, so the truth about what it did must not live in its memory: what the demo forecast after its kill came true', async () => {
  const at = folder();
  const { code, out, err } = await cairn(at, 'demo', '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const story = JSON.parse(out) as Story;
  expect(story.killed.signal).toBe('SIGKILL');
  expect(elements(story.forecast.saved)).toEqual(expect.arrayContaining(['work-out-discount', 'reserve-stock']));
  expect(elements(story.forecast.lost)).toEqual(['book-payment']);
  expect(elements(story.forecast.twice)).toEqual(['charge-card']);
  expect(elements(story.ranAgain).toSorted()).toEqual(['book-payment', 'charge-card']);
  expect(story.charges).toEqual({ beforeDeath: 1, total: 2, duplicates: 1 });
  expect(story.result.job.status).toBe('completed');
  const recovered = story.history.find(({ checkpoint }) => checkpoint.incarnation > 1);
  expect(recovered?.checkpoint.seq).toBe(story.killed.checkpoint + 1);

  const shown = await cairn(at, 'history', story.result.job.id, '--store', story.store);
  expect(shown.out).toContain('another engine took over');
  expect(existsSync(story.workspace)).toBe(true);
  rmSync(story.workspace, { recursive: true });
});

it('the demo tells its story in words', async () => {
  const { code, out } = await cairn(folder(), 'demo');
  expect(code).toBe(0);
  for (const part of [
    '1  Run',
    '2  Pull the plug',
    'died of SIGKILL',
    'twice',
    '2 charges, 1 duplicate',
    '6  Result',
  ]) {
    expect(out).toContain(part);
  }
  const [, workspace = ''] = /the workspace is (\S+)/.exec(out) ?? [];
  rmSync(workspace, { recursive: true });
});
