/** Frames while a large diagram is dragged about: with a job running in it, beside one that runs unseen, and with none. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { RunsPage } from '../../e2e/pages/runs-page.ts';
import type { Benchmark } from '../benchmark.ts';
import { measure, mustBe } from '../measurement.ts';
import { BenchStudio } from './bench-studio.ts';
import { largeDiagram } from './large-diagram.ts';

const ELEMENTS = 1000;
/** Of one round: long enough for fifty frames where each is slow, so that a round says more than its noise. */
const ROUND_MS = 5_000;
/** Painted by the processor, rounds scatter by half: the median of five says nothing that another five would not deny. */
const ROUNDS = 11;

declare global {
  interface Window {
    framesDrawn: number;
  }
}

/** Frames per second that the page draws while the canvas is dragged to and fro; each step waits for the one before. */
async function framesWhilePanning(page: Page): Promise<number> {
  const canvas = page.locator('.diagram-canvas:visible, .djs-container:visible').first();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('there is no canvas to pan');
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 60];
  const before = await page.locator('.viewport:visible').first().getAttribute('transform');
  await page.mouse.move(x, y);
  await page.mouse.down();
  const started = performance.now();
  const from = await page.evaluate(() => window.framesDrawn);
  for (let step = 1; performance.now() - started < ROUND_MS; step += 1) {
    await page.mouse.move(x + Math.sin(step / 8) * 200, y - 40 - Math.cos(step / 8) * 40);
  }
  const frames = (await page.evaluate(() => window.framesDrawn)) - from;
  const seconds = (performance.now() - started) / 1000;
  const after = await page.locator('.viewport:visible').first().getAttribute('transform');
  await page.mouse.up();
  if (before === after) throw new Error('the diagram was not panned');
  return frames / seconds;
}

/** From now on, for as long as the page lives. */
async function countFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.framesDrawn = 0;
    const count = (): void => {
      window.framesDrawn += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
}

/** Starts a job of the large diagram, held before its first task. */
async function startHeld(page: Page, runs: RunsPage): Promise<void> {
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  const process = runs.panel.getByRole('textbox', { name: 'Process', exact: true });
  await process
    .or(runs.panel.getByRole('combobox', { name: 'Process', exact: true }))
    .first()
    .click();
  await page.getByRole('option', { name: 'processes/large.bpmn', exact: true }).click();
  await runs.panel.getByRole('button', { name: 'Start paused', exact: true }).click();
  await runs.toolbar.waitFor();
}

export const windowPanning: Benchmark = {
  name: 'window-panning',
  title: 'the window: panning beside a running job',
  async run() {
    const studio = await BenchStudio.start((dir) => {
      writeFileSync(join(dir, 'processes', 'large.bpmn'), largeDiagram('large', ELEMENTS));
    });
    try {
      const page = await studio.window();
      const runs = await RunsPage.open(page);
      // Newest first: the one that is to run, and one that stands still on the same diagram.
      const [still, running] = [1, 0] as const;
      await startHeld(page, runs);
      await startHeld(page, runs);
      await runs.jobs.nth(still).waitFor();
      await countFrames(page);
      const look = async (job: number, status: string): Promise<void> => {
        await runs.jobs.nth(job).click();
        await runs.status(status);
        await page.locator('.djs-element.cairn-token:visible').first().waitFor();
        // The same part of it in each round, which is all: a view that follows a token has other elements in it.
        await page.getByRole('button', { name: 'Show all of the diagram' }).click();
      };
      const run = async (): Promise<void> => {
        await look(running, 'Paused');
        await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
        await runs.status('Active');
      };
      const pause = async (): Promise<void> => {
        await look(running, 'Active');
        await runs.toolbar.getByRole('button', { name: /^Pause/ }).click();
        await runs.status('Paused');
      };
      const tokenAt = (): Promise<string | null> =>
        page.locator('.djs-element.cairn-token:visible').first().getAttribute('data-element-id');
      const values = await measure(
        {
          live: async () => {
            await run();
            const before = await tokenAt();
            const frames = await framesWhilePanning(page);
            mustBe('tokens that moved', (await tokenAt()) !== before, true);
            return frames;
          },
          beside: async () => {
            await look(still, 'Paused');
            const before = await tokenAt();
            const frames = await framesWhilePanning(page);
            mustBe('tokens that moved', (await tokenAt()) !== before, false);
            await pause();
            return frames;
          },
          nothing: async () => {
            await look(still, 'Paused');
            return framesWhilePanning(page);
          },
        },
        ROUNDS,
      );
      const ours = { what: 'with live tokens', values: values.live };
      const conditions = [
        `${ELEMENTS} script tasks in an endless loop, one live token; all of it in view; ${ROUNDS} rounds, in each the mouse drags for ${ROUND_MS / 1_000} s; headless, no graphics card: the browser's own most is 60`,
      ];
      return [
        {
          unit: 'frames/s',
          ours,
          baseline: { what: 'that job running unseen, one that is held on the same diagram', values: values.beside },
          conditions,
        },
        {
          unit: 'frames/s',
          ours,
          baseline: {
            what: 'nothing running: what the engine takes of the machine counts too',
            values: values.nothing,
          },
          conditions: [],
        },
      ];
    } finally {
      await studio.close();
    }
  },
};
