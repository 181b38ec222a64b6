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
const pools = 'processes/pools.bpmn';
const claim = 'processes/claim.bpmn';
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

const XPATH = 'http://www.w3.org/1999/XPath';
/** An order that is nagged about in the mornings, and waits as XPath says. */
const timed = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
  <process id="timed" isExecutable="true"><startEvent id="s"/><exclusiveGateway id="how" name="How much?" default="f2"/>
    <userTask id="look" name="Look"/><endEvent id="e"/><endEvent id="e2"/><endEvent id="e3"/>
    <boundaryEvent id="nag" name="Nag" attachedToRef="look" cancelActivity="false"><timerEventDefinition><timeCycle xsi:type="tFormalExpression">0 0 9 ? * MON-FRI</timeCycle></timerEventDefinition></boundaryEvent>
    <intermediateCatchEvent id="pause" name="Pause"><timerEventDefinition><timeDuration xsi:type="tFormalExpression" language="${XPATH}">concat('PT', hours, 'H')</timeDuration></timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="f0" sourceRef="s" targetRef="how"/>
    <sequenceFlow id="much" sourceRef="how" targetRef="look"><conditionExpression xsi:type="tFormalExpression" language="${XPATH}">order/total &gt; 100</conditionExpression></sequenceFlow>
    <sequenceFlow id="f2" sourceRef="how" targetRef="pause"/><sequenceFlow id="f3" sourceRef="look" targetRef="e"/>
    <sequenceFlow id="f4" sourceRef="pause" targetRef="e2"/><sequenceFlow id="f5" sourceRef="nag" targetRef="e3"/>
  </process></definitions>`;

const waiting = (id: string, trigger: string): string =>
  `<boundaryEvent id="${id}" name="${id}" attachedToRef="look"><extensionElements>${trigger}</extensionElements></boundaryEvent><endEvent id="${id}-end"/><sequenceFlow id="${id}-flow" sourceRef="${id}" targetRef="${id}-end"/>`;
/** A task whose events wait by extensions of Flowable, and one that sends by another. */
const foreign = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:flowable="http://flowable.org/bpmn" id="d" targetNamespace="t">
  <process id="foreign" isExecutable="true"><startEvent id="s"/><userTask id="look" name="Look"/><endEvent id="e"/>
    ${waiting('changed', '<flowable:variableListenerEventDefinition variableName="level"/>')}
    ${waiting('cancelled', '<flowable:eventType>orderCancelled</flowable:eventType>')}
    <serviceTask id="tell" name="Tell" flowable:type="send-event"><extensionElements><flowable:eventType>orderTaken</flowable:eventType></extensionElements></serviceTask>
    <sequenceFlow id="f1" sourceRef="s" targetRef="tell"/><sequenceFlow id="f2" sourceRef="tell" targetRef="look"/><sequenceFlow id="f3" sourceRef="look" targetRef="e"/>
  </process></definitions>`;

const studio = useStudio({
  prepare: ({ dir }) => {
    copyFileSync(fileURLToPath(new URL('../pictures/data.bpmn', import.meta.url)), join(dir, data));
    copyFileSync(fileURLToPath(new URL('../pictures/pools.bpmn', import.meta.url)), join(dir, pools));
    copyFileSync(fileURLToPath(new URL('../pictures/claim.bpmn', import.meta.url)), join(dir, claim));
    writeFileSync(join(dir, 'processes/two-ways.bpmn'), twoWays);
    writeFileSync(join(dir, 'processes/caller.bpmn'), caller);
    writeFileSync(join(dir, 'processes/timed.bpmn'), timed);
    writeFileSync(join(dir, 'processes/foreign.bpmn'), foreign);
  },
});

const onDisk = (path: string): string => readFileSync(join(studio().workspace.dir, path), 'utf8');

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
  await design.saveEdits();
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
  await design.saveEdits();
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
  await design.saveEdits();
  expect(onDisk(data)).not.toContain('cairn:choice');
  await design.choose('Who says what begins', 'People, for each activity');
  await design.saveEdits();
  expect(onDisk(data)).toMatch(/<bpmn:adHocSubProcess id="extras"[^>]*cairn:choice="people"/);
});

it('a subprocess that nobody is asked about has an order, and is done as soon as its condition is true', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command(`Open ${data}`);
  await design.element('extras').waitFor();
  await design.select('extras');
  await design.choose('Order', 'Only one at a time');
  await design.properties.getByRole('switch', { name: 'Then cancels what still goes on' }).click();
  await design.saveEdits();
  expect(onDisk(data)).toMatch(/<bpmn:adHocSubProcess id="extras"[^>]*cancelRemainingInstances="false"/);
  expect(onDisk(data)).toMatch(/<bpmn:adHocSubProcess id="extras"[^>]*ordering="Sequential"/);
});

it('what a gateway waits for, what an event compensates and interrupts, and words of annotations and groups are set in the panel', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command(`Open ${claim}`);
  await design.element('enough').waitFor();
  await design.select('enough');
  await design.properties.getByRole('textbox', { name: 'Activation condition' }).fill('activationCount >= 2');
  await design.select('undone');
  await design.properties.getByText('Compensation end event').waitFor();
  const compensates = design.properties
    .getByRole('textbox', { name: 'Compensates' })
    .or(design.properties.getByRole('combobox', { name: 'Compensates' }));
  expect(await compensates.inputValue()).toBe('Pay out');
  await design.choose('Compensates', 'All that has a handler');
  await design.properties.getByRole('switch', { name: 'Waits until it is compensated' }).click();
  await design.select('weekly');
  await design.properties.getByRole('switch', { name: 'Interrupts what goes on around it' }).click();
  await design.select('note');
  await design.properties.getByRole('textbox', { name: 'Text' }).fill('One is enough.');
  await design.select('alarm');
  await design.find('asking');
  await design.properties.getByRole('textbox', { name: 'Name', exact: true }).fill('Whom to ask');
  await design.saveEdits();
  const text = onDisk(claim);
  expect(text).toMatch(/<bpmn:activationCondition[^>]*>=activationCount &gt;= 2<\/bpmn:activationCondition>/);
  expect(text).toMatch(
    /<bpmn:endEvent id="undone"[^>]*>[\s\S]*?<bpmn:compensateEventDefinition waitForCompletion="false" \/>/,
  );
  expect(text).not.toContain('isInterrupting="false"');
  expect(text).toContain('<bpmn:text>One is enough.</bpmn:text>');
  expect(text).toContain('<bpmn:categoryValue id="asking-value" value="Whom to ask" />');
  expect(text).not.toMatch(/<bpmn:group [^>]*name=/);
});

it('what completion offers in a script lies whole over the window', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.select('reserve-stock');
  await design.properties.getByRole('textbox', { name: 'Script in JavaScript' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Space');
  const offered = page.locator('.cm-completionLabel').filter({ hasText: 'BpmnError' });
  await offered.waitFor();
  const isOnTop = await offered.evaluate((word) => {
    const { left, top, height } = word.getBoundingClientRect();
    return document.elementFromPoint(left + 2, top + height / 2) === word;
  });
  expect(isOnTop).toBe(true);
  // Whatever an editor has beside its place has no room in the page, and goes with it.
  const layer = page.locator('.ui-tooltips');
  expect(
    await layer.evaluate((each) => [
      each.getBoundingClientRect().height,
      document.body.scrollHeight - window.innerHeight,
    ]),
  ).toEqual([0, 0]);
  await page.keyboard.press('Escape');
  await design.select('work-out-discount');
  await layer.locator(':scope > *').first().waitFor({ state: 'detached' });
});

it('a call activity offers the processes that the files of the workspace hold, also those that were never deployed', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/caller.bpmn');
  await design.element('call').waitFor();
  await design.select('call');
  await choose(design.properties, 'Process id', 'two-ways');
  await design.saveEdits();
  expect(onDisk('processes/caller.bpmn')).toMatch(/<callActivity id="call"[^>]*calledElement="two-ways"/);
});

it('a trigger that is an extension of another tool is told, and its event interrupts as any other', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/foreign.bpmn');
  await design.element('tell').waitFor();
  await design.select('tell');
  await design.properties.getByText('Sends the event “orderTaken” of Flowable’s event registry').waitFor();
  await design.select('cancelled');
  await design.properties.getByText('Waits for the event “orderCancelled” of Flowable’s event registry').waitFor();
  // What can be appended to the one event lies over the other.
  await design.select('e');
  await design.select('changed');
  await design.properties.getByText('Waits for changes of the variable “level”').waitFor();
  await design.properties.getByRole('switch', { name: 'Interrupts the activity' }).click();
  await design.saveEdits();
  const [event] = /<boundaryEvent id="changed"[\s\S]*?<\/boundaryEvent>/.exec(onDisk('processes/foreign.bpmn')) ?? [];
  expect(event).toContain('cancelActivity="false"');
  expect(event).toMatch(/<flowable:variableListenerEventDefinition variableName="level" ?\/>/);
});

it('a condition in XPath is checked while it is typed, and stays XPath', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/timed.bpmn');
  await design.element('look').waitFor();
  await design.selectLine('much');
  const condition = design.properties.getByRole('textbox', { name: 'Condition in XPath' });
  expect(await condition.textContent()).toBe('order/total > 100');
  await condition.fill('order/total >');
  await design.properties.locator('.cm-lintRange-error').waitFor();
  await condition.fill('order/total > 250');
  await design.properties.locator('.cm-lintRange-error').waitFor({ state: 'detached' });
  await design.saveEdits();
  const [flow] = /<sequenceFlow id="much"[\s\S]*?<\/sequenceFlow>/.exec(onDisk('processes/timed.bpmn')) ?? [];
  expect(flow).toContain(`language="${XPATH}"`);
  expect(flow).toContain('order/total &gt; 250');
});

it('a timer writes out when its cron expression fires, and says what is wrong with it', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/timed.bpmn');
  await design.element('nag').waitFor();
  await design.select('nag');
  const timer = design.properties.getByRole('region', { name: 'Timer' });
  await timer.getByText('day 1 of the week is Sunday').waitFor();
  await timer.getByRole('listitem').nth(4).waitFor();
  const time = timer.getByRole('textbox', { name: 'Cycle, in ISO 8601 or cron' });
  await time.fill('0 0 0 30 2 ?');
  await time.press('Enter');
  await timer.getByText('never fires').waitFor();
  // Several times are counted, one is not.
  await time.fill('R1/PT1H');
  await time.press('Enter');
  await timer.locator('ul').getByRole('listitem').waitFor();
  await time.fill('@daily');
  await time.press('Enter');
  await timer.locator('ol').getByRole('listitem').nth(4).waitFor();
  expect(await timer.getByText('never fires').count()).toBe(0);

  await design.select('pause');
  const duration = timer.getByRole('textbox', { name: 'Duration, in ISO 8601', exact: true });
  await duration.fill("concat('P', days, 'D')");
  await duration.press('Enter');
  await design.saveEdits();
  const text = onDisk('processes/timed.bpmn');
  expect(text).toMatch(/<timeCycle [^>]*>@daily<\/timeCycle>/);
  const [pause] = /<timeDuration [\s\S]*?<\/timeDuration>/.exec(text) ?? [];
  expect(pause).toContain(`language="${XPATH}"`);
  expect(pause).toContain("concat('P', days, 'D')");
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
  // Variables of one's own, row by row; a row that lacks something is said, and the task waits.
  await card.getByRole('textbox', { name: 'Name of variable 1' }).fill('greeting');
  await card.getByRole('button', { name: 'Complete' }).click();
  await card.getByText('Needs a value; the empty text is "".').waitFor();
  await card.getByRole('textbox', { name: 'Value of variable 1' }).fill('All the best');
  await card.getByText('JSON', { exact: true }).click();
  expect(JSON.parse(await card.getByRole('textbox').inputValue())).toEqual({ greeting: 'All the best' });
  await card.getByText('Form', { exact: true }).click();
  await card.getByRole('button', { name: 'Complete' }).click();
  await card.waitFor({ state: 'detached' });
  expect(await runs.panel.getByRole('article', { name: /^Wrap it/ }).count()).toBe(0);
  await extras.getByRole('button', { name: 'Nothing more' }).click();
  await runs.status('Completed');
});

it('inside a closed subprocess its properties are those of the subprocess, with its checkpoints and an id that nobody else has', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command(`Open ${pools}`);
  await design.ready();
  await page.locator('.editor-file:not([hidden]) .bjs-drilldown').click();
  await design.element('pick').waitFor();
  const { properties } = design;
  await properties.getByRole('heading', { name: 'Replace the goods' }).waitFor();
  await properties.getByText('Checkpoint (implicit): on entering').waitFor();
  const id = properties.getByRole('textbox', { name: 'Id', exact: true });
  expect(await id.inputValue()).toBe('replace');
  expect(await properties.getByText('Another element has this id.').count()).toBe(0);
  await id.fill('pick');
  await properties.getByText('Another element has this id.').waitFor();
  await id.fill('exchange');
  await id.press('Tab');
  await design.save();
  await expect.poll(() => onDisk(pools)).toContain('<bpmn:subProcess id="exchange"');
});
