/** The panels of single kinds of elements, and the choices of people that they lead to. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { choose } from './pages/choose.ts';
import { DesignPage } from './pages/design-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const order = 'processes/order-fulfilment.bpmn';
const data = 'processes/data.bpmn';
/** By phone, people choose what begins; by post, a letter is opened. */
const twoWays = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:cairn="urn:cairn:bpmn:1" id="d" targetNamespace="t">
  <process id="two-ways" isExecutable="true">
    <startEvent id="by-phone" name="By phone"/><startEvent id="by-post" name="By post"/>
    <adHocSubProcess id="extras" name="Extras" cairn:choice="people">
      <userTask id="wrap" name="Wrap it"/><userTask id="card" name="Write a card"/>
    </adHocSubProcess>
    <userTask id="letter" name="Open the letter"/><endEvent id="spoken"/><endEvent id="read"/>
    <sequenceFlow id="f1" sourceRef="by-phone" targetRef="extras"/><sequenceFlow id="f2" sourceRef="extras" targetRef="spoken"/>
    <sequenceFlow id="f3" sourceRef="by-post" targetRef="letter"/><sequenceFlow id="f4" sourceRef="letter" targetRef="read"/>
  </process></definitions>`;

const caller = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <process id="caller" isExecutable="true"><startEvent id="s"/><callActivity id="call" name="Call"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="call"/><sequenceFlow id="f2" sourceRef="call" targetRef="e"/>
  </process></definitions>`;

const studio = useStudio({
  prepare: ({ dir }) => {
    copyFileSync(fileURLToPath(new URL('../pictures/data.bpmn', import.meta.url)), join(dir, data));
    writeFileSync(join(dir, 'processes/two-ways.bpmn'), twoWays);
    writeFileSync(join(dir, 'processes/caller.bpmn'), caller);
  },
});

const onDisk = (path: string): string => readFileSync(join(studio().workspace.dir, path), 'utf8');

async function saved(design: DesignPage): Promise<void> {
  await design.unsaved.waitFor();
  await design.save();
  await design.unsaved.waitFor({ state: 'detached' });
}

it('a script counts while it is typed, its field keeps the focus over a save, and one undo takes a burst back', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.select('add-up-order');
  const script = design.properties.getByRole('textbox', { name: 'Script in JavaScript' });
  await script.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(' // in one burst');
  await design.unsaved.waitFor();
  expect(await script.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.insertText(', and saved at once');
  await saved(design);
  expect(onDisk(order)).toContain('// in one burst, and saved at once');
  expect(await script.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Undo' }).click();
  await script.filter({ hasNotText: 'and saved at once' }).waitFor();
  await script.filter({ hasText: '// in one burst' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await script.filter({ hasNotText: '// in one burst' }).waitFor();
  expect(await script.textContent()).toMatch(/^items\.reduce\(.*, 0\)$/);
});

it('a line of data says where it arrives and what becomes of the value on its way', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command(`Open ${data}`);
  await design.element('weigh').waitFor();
  await design.selectLine('list-to-weigh');
  const panel = design.properties.getByRole('region', { name: 'Data' });
  const arrives = panel.getByRole('textbox', { name: 'Arrives as data input' });
  expect(await arrives.inputValue()).toBe('weights');
  expect(await panel.getByRole('textbox', { name: 'Transformation' }).textContent()).toBe('parcels.weight');
  await panel.getByRole('textbox', { name: 'Transformation' }).fill('parcels.load');
  await arrives.fill('loads');
  await panel.getByRole('button', { name: 'Add an assignment' }).click();
  await panel.getByRole('textbox', { name: 'To 1' }).fill('limit');
  await saved(design);
  const text = onDisk(data);
  const [, id] = /<bpmn:dataInput id="([\w-]+)" name="loads" \/>/.exec(text) ?? [];
  const [line] = /<bpmn:dataInputAssociation id="list-to-weigh">[\s\S]*?<\/bpmn:dataInputAssociation>/.exec(text) ?? [];
  expect(line).toContain(`<bpmn:targetRef>${id}</bpmn:targetRef>`);
  expect(line).toMatch(/<bpmn:transformation[^>]*>=parcels\.load<\/bpmn:transformation>/);
  expect(line).toMatch(/<bpmn:to[^>]*>limit<\/bpmn:to>/);
});

it('an ad-hoc subprocess says who chooses what begins', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command(`Open ${data}`);
  await design.element('extras').waitFor();
  await design.select('extras');
  await design.choose('Who says what begins', 'Nobody: each begins once');
  await saved(design);
  expect(onDisk(data)).not.toContain('cairn:choice');
  await design.choose('Who says what begins', 'People, one activity at a time');
  await saved(design);
  expect(onDisk(data)).toMatch(/<bpmn:adHocSubProcess id="extras"[^>]*cairn:choice="people"/);
});

it('a call activity offers the processes that the files of the workspace hold, also those that were never deployed', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/caller.bpmn');
  await design.element('call').waitFor();
  await design.select('call');
  await choose(design.properties, 'Process id', 'two-ways');
  await saved(design);
  expect(onDisk('processes/caller.bpmn')).toMatch(/<callActivity id="call"[^>]*calledElement="two-ways"/);
});

it('the panel below keeps the height that it was given, in the next window too', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  const heightIn = async ({ problems }: DesignPage): Promise<number> => (await problems.boundingBox())?.height ?? 0;
  const before = await heightIn(design);
  await page.getByRole('separator', { name: 'Height of the bottom panel' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => heightIn(design)).toBeGreaterThan(before + 10);
  const after = await heightIn(design);
  const settings = join(studio().workspace.home, 'preferences.json');
  await expect.poll(() => existsSync(settings) && readFileSync(settings, 'utf8')).toContain('shell.bottom-height');
  const next = await new DesignPage(await studio().pageBeside(page)).ready();
  await expect.poll(() => heightIn(next)).toBeCloseTo(after, 0);
});

it('a job begins at the start event that a person chooses, and people choose what an ad-hoc subprocess begins', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  const begin = async (way: string): Promise<void> => {
    await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
    await choose(runs.panel, 'Process', 'processes/two-ways.bpmn');
    await choose(runs.panel, 'Where it begins', way);
    await runs.panel.getByRole('button', { name: 'Run', exact: true }).click();
    await runs.toolbar.waitFor();
  };
  await begin('By post');
  const letter = runs.panel.getByRole('article', { name: /^Open the letter/ });
  await letter.getByRole('button', { name: 'Complete' }).click();
  await runs.status('Completed');

  await begin('By phone');
  const extras = runs.panel.getByRole('article', { name: /^Extras/ });
  await extras.getByRole('button', { name: 'Begin Write a card' }).click();
  const card = runs.panel.getByRole('article', { name: /^Write a card/ });
  await card.getByRole('button', { name: 'Complete' }).click();
  await card.waitFor({ state: 'detached' });
  expect(await runs.panel.getByRole('article', { name: /^Wrap it/ }).count()).toBe(0);
  await extras.getByRole('button', { name: 'Nothing more' }).click();
  await runs.status('Completed');
});
