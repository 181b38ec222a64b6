/** Opening the history of a job with very many checkpoints, and scrolling through it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Benchmark } from '../benchmark.ts';
import { measure } from '../measurement.ts';
import { BenchStudio } from './bench-studio.ts';
import { writeLongHistory } from './long-history.ts';

const CHECKPOINTS = 100_000;
const SCROLLS = 100;

interface Scrolled {
  readonly frames: number;
  /** Frames in which no line of the list was in view. */
  readonly blank: number;
}

/** From the press of the button until the latest checkpoint and its list are there, in ms. */
async function open(studio: BenchStudio): Promise<{ page: Page; ms: number }> {
  const page = await studio.window();
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('listbox', { name: 'Jobs, newest first' }).getByRole('option').first().click();
  await page.getByRole('toolbar', { name: 'Run control' }).waitFor();
  const started = performance.now();
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
  await page.getByRole('heading', { name: new RegExp(`^Checkpoint ${CHECKPOINTS}\\b`), level: 2 }).waitFor();
  await page.locator('.history-row[aria-selected=true]').first().waitFor();
  return { page, ms: performance.now() - started };
}

/** Scrolls the list to and fro, a long way each frame, and looks after each frame whether lines are in view. */
function scrollThrough(page: Page): Promise<Scrolled> {
  return page.getByRole('grid', { name: 'Checkpoints' }).evaluate(async (list, scrolls) => {
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    const most = list.scrollHeight - list.clientHeight;
    let frames = 0;
    let blank = 0;
    for (let step = 0; step < scrolls; step += 1) {
      list.scrollTop = most * Math.abs(Math.sin(step / 7));
      await frame();
      await frame();
      frames += 1;
      const box = list.getBoundingClientRect();
      const middle = document.elementFromPoint(box.x + 40, box.y + box.height / 2);
      if (middle?.closest('.history-row, .history-mark') === null) blank += 1;
    }
    return { frames, blank };
  }, SCROLLS);
}

export const windowHistory: Benchmark = {
  name: 'window-history',
  title: 'the window: a long history',
  async run() {
    const studio = await BenchStudio.start(async (dir) => {
      writeFileSync(join(dir, 'cairn.json'), JSON.stringify({ history: { keep: 'all' } }));
      await writeLongHistory(join(dir, '.cairn'), CHECKPOINTS);
    });
    try {
      const blanks: number[] = [];
      const values = await measure({
        ours: async () => {
          const { page, ms } = await open(studio);
          const { frames, blank } = await scrollThrough(page);
          blanks.push(blank);
          if (frames !== SCROLLS) throw new Error('the list was not scrolled');
          await page.context().close();
          return ms;
        },
      });
      return [
        {
          unit: 'ms',
          ours: {
            what: 'from the press of History to the latest checkpoint, its diagram and the list',
            values: values.ours,
          },
          baseline: null,
          conditions: [
            `${CHECKPOINTS} checkpoints; then ${SCROLLS} jumps through the list, blank at the next frame but one: ${blanks.join(', ')} times in the rounds`,
          ],
        },
      ];
    } finally {
      await studio.close();
    }
  },
};
