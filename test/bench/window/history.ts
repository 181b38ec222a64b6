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

/**
 * From the press of the button until a frame shows the latest checkpoint, its diagram with the token, and the list, in
 * ms. Looked at by the page itself, frame by frame: whoever asks from outside asks seldom, and so late.
 */
async function open(studio: BenchStudio): Promise<{ page: Page; ms: number }> {
  const page = await studio.window();
  const places = page.getByRole('navigation', { name: 'Places' });
  await places.getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('listbox', { name: 'Jobs, newest first' }).getByRole('option').first().click();
  await page.getByRole('toolbar', { name: 'Run control' }).waitFor();
  await page.locator('.job-diagram .djs-shape').first().waitFor();
  const history = places.getByRole('button', { name: 'History' });
  const shown = history.evaluate((button, seq) => {
    const isThere = (): boolean =>
      document.querySelector('.history-facts h2')?.textContent.startsWith(`Checkpoint ${seq} `) === true &&
      document.querySelector('.history-picture .djs-shape.cairn-token') !== null &&
      document.querySelector('.history-row[aria-selected=true]') !== null;
    return new Promise<number>((resolve) => {
      button.addEventListener('click', ({ timeStamp: pressed }) => {
        // What is there when a frame begins was drawn by the one before.
        const look = (): void => (isThere() ? resolve(performance.now() - pressed) : void requestAnimationFrame(look));
        requestAnimationFrame(look);
      });
    });
  }, CHECKPOINTS);
  await history.click();
  return { page, ms: await shown };
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
