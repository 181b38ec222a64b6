/**
 * Pictures of every screen, at two sizes and in both schemes, from one session for each size: of the same states each
 * time, whose clock times, process numbers and job ids are those of the session.
 *
 *     npm run pictures               writes to out/pictures
 *     npm run pictures -- --docs     and the best of them to docs/pictures
 *     npm run pictures -- keys trust only these screens, over what is there; a session ends with the last of them
 *
 * A text that is cut somewhere (cuts.ts), and what is amiss with a diagram (diagram-faults.ts), is named, and fails the
 * command once all pictures are there.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { testBrowser } from '../../build/browser.ts';
import { ServiceProcess, TestWorkspace } from '../e2e/harness/service-process.ts';
import { cutTexts } from './cuts.ts';
import { frozenScreen, longHistoryScreens } from './depths.ts';
import { canvasScreens, fileQuestions, tableScreens } from './design-surfaces.ts';
import { diagramFaults, watchHands } from './diagram-faults.ts';
import {
  addFiles,
  draftScreen,
  elsewhereScreen,
  emptyScreens,
  guardScreens,
  jobQuestions,
  lostScreen,
  questionScreens,
} from './further-screens.ts';
import { runStates } from './run-states.ts';
import { panelScreens } from './panel-screens.ts';
import {
  agentsScreens,
  designScreens,
  furtherRuns,
  historyScreens,
  recoveryScreen,
  runsScreens,
  savesScreens,
  storyScreen,
  type Take,
} from './screens.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = join(root, 'out', 'pictures');
const docs = join(root, 'docs', 'pictures');

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
const schemes = ['light', 'dark'] as const;
type Size = (typeof sizes)[number];

/** Picture in `out/pictures` → its name in `docs/pictures`. */
const best: Readonly<Record<string, string>> = {
  'design-1440x900-light.png': 'design.png',
  'runs-dead-1440x900-light.png': 'dead-engine.png',
  'history-1440x900-light.png': 'history.png',
  'history-changes-1440x900-dark.png': 'history-dark.png',
};

/** Screens that are wanted; none: all. */
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

/** Ends a session that has nothing left to take. */
const done = new Error('all that is wanted is there');

/** What is amiss, by screen. */
const faults = new Set<string>();

/** What is on the screen now, in both schemes. */
function taker(page: Page, size: Size, left: Set<string>): Take {
  return async (name) => {
    if (wanted.length > 0 && !left.delete(name)) return;
    const screen = `${name} at ${size.width} × ${size.height}`;
    await page.mouse.move(size.width - 1, 1); // nothing is hovered over
    await page.locator('.diagram-opening').first().waitFor({ state: 'detached' }); // every diagram is drawn
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            requestAnimationFrame(() => requestAnimationFrame(resolve));
          }),
      );
      const file = `${name}-${size.width}x${size.height}-${colorScheme}.png`;
      await page.screenshot({ path: join(out, file), animations: 'disabled' });
      for (const each of await diagramFaults(page)) faults.add(`${screen}: ${each}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    console.log(screen);
    for (const each of await cutTexts(page)) faults.add(`${screen}: ${each}`);
    if (wanted.length > 0 && left.size === 0) throw done;
  };
}

/** What a session is told in. */
interface Studio {
  readonly workspace: TestWorkspace;
  readonly service: ServiceProcess;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly taker: (page: Page) => Take;
}

/** Tells something in a workspace of its own, until it is over or all pictures that are wanted are there. */
async function inStudio(
  browser: Browser,
  size: Size,
  left: Set<string>,
  tell: (studio: Studio) => Promise<void>,
): Promise<void> {
  if (wanted.length > 0 && left.size === 0) return;
  const workspace = await TestWorkspace.make();
  addFiles(workspace);
  const service = await ServiceProcess.start(workspace);
  const context = await browser.newContext({ viewport: size, colorScheme: 'light', reducedMotion: 'reduce' });
  try {
    await watchHands(context);
    const page = await context.newPage();
    await page.goto(service.about.address);
    await tell({ workspace, service, context, page, taker: (of) => taker(of, size, left) });
  } catch (failure) {
    if (failure !== done) throw failure;
  } finally {
    await context.close();
    await service.stop();
    await workspace.close();
  }
}

/** One person's session: from the first look at the samples to a crash and what came of it. */
async function session({ workspace, service, context, page, taker: takerOf }: Studio): Promise<void> {
  const take = takerOf(page);
  await designScreens(page, workspace, take);
  const beside = await context.newPage();
  await beside.goto(service.about.url);
  await panelScreens(beside, workspace, takerOf(beside));
  await canvasScreens(beside, takerOf(beside));
  await fileQuestions(beside, takerOf(beside));
  await tableScreens(beside, takerOf(beside));
  await questionScreens(beside, workspace, takerOf(beside));
  const third = await context.newPage();
  await third.goto(service.about.url);
  await elsewhereScreen(third, takerOf(third));
  await third.close();
  await draftScreen(beside, takerOf(beside));
  await emptyScreens(beside, takerOf(beside));
  await runsScreens(page, take);
  await historyScreens(page, take);
  await furtherRuns(page, take);
  await jobQuestions(page, take);
  await savesScreens(page, workspace, take);
  await guardScreens(page, take);
  await agentsScreens(page, take);
  await recoveryScreen(page, take);
  await storyScreen(beside, takerOf(beside));
  await lostScreen(page, service, take);
}

if (wanted.length === 0) rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({
  executablePath: testBrowser(),
  // As a person has them: what goes on beyond an edge says so.
  ignoreDefaultArgs: ['--hide-scrollbars'],
  args: ['--disable-dev-shm-usage', ...(isRoot ? ['--no-sandbox'] : [])],
  chromiumSandbox: !isRoot,
});
try {
  for (const size of sizes) {
    const left = new Set(wanted);
    // Thousands of jobs would stand in all other pictures. Quick, and so the first where only some are wanted.
    await inStudio(browser, size, left, async ({ page, taker: takerOf }) => runStates(page, takerOf(page)));
    await inStudio(browser, size, left, async ({ page, taker: takerOf }) => {
      await longHistoryScreens(page, takerOf(page));
      await frozenScreen(page, takerOf(page));
    });
    await inStudio(browser, size, left, session);
    if (left.size > 0) throw new Error(`There is no screen ${[...left].join(', ')}.`);
  }
} finally {
  await browser.close();
}
if (process.argv.includes('--docs')) {
  mkdirSync(docs, { recursive: true });
  for (const [from, to] of Object.entries(best)) copyFileSync(join(out, from), join(docs, to));
  console.log(`the best of them are in ${docs}`);
}
console.log(`all of them are in ${out}`);
if (faults.size > 0) {
  console.error(`${faults.size} faults:\n${[...faults].join('\n')}`);
  process.exitCode = 1;
}
