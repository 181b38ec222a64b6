/** How a job stands has one word, wherever it is told: the list, its filter, the head, the panel, the status bar. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { choose } from './pages/choose.ts';
import { RunsPage } from './pages/runs-page.ts';

const quick = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
  <process id="my-order" name="My order" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="one" sourceRef="start" targetRef="add"/>
    <scriptTask id="add" scriptFormat="javascript"><script>1</script></scriptTask>
    <sequenceFlow id="two" sourceRef="add" targetRef="approve"/><userTask id="approve" name="Approve"/>
    <sequenceFlow id="three" sourceRef="approve" targetRef="end"/><endEvent id="end"/>
  </process>
</definitions>`;
const studio = useStudio({
  prepare: ({ dir }) => writeFileSync(join(dir, 'processes', 'my-order.bpmn'), quick),
});

it('calls a job that waits for a person waiting, and one that was stopped paused', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  const bar = page.getByRole('contentinfo');
  await runs.start('order-fulfilment', { paused: true });
  await runs.status('Paused');
  await bar.getByText('0 active · 0 waiting · 1 paused').waitFor();
  await runs.jobs.filter({ hasText: 'Paused' }).waitFor();
  await runs.panel.getByText('Paused', { exact: true }).waitFor();
  await runs.panel.getByRole('region', { name: 'Tokens' }).getByText('paused').waitFor();

  await runs.start('loan-approval', { byHand: true });
  await runs.status('Waiting');
  await bar.getByText('0 active · 1 waiting · 1 paused').waitFor();
  await runs.panel.getByText('Waiting', { exact: true }).waitFor();

  const list = page.getByRole('region', { name: 'Jobs' });
  await choose(list, 'Filter by status', /Waiting \(1\)/);
  await expect.poll(async () => runs.jobs.count()).toBe(1);
  expect(await runs.jobs.textContent()).toContain('Waiting');
});

it('calls a job after its process, in the list, the panel and the title', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.startFile('my-order');
  await runs.status('Waiting');
  await runs.panel.getByRole('heading', { name: 'My order', level: 2 }).waitFor();
  await runs.jobs.filter({ hasText: 'My order' }).waitFor();
  await expect.poll(async () => page.title()).toBe('My order – Cairn');
});

it('says that a diagram is being drawn while one is laid out', async () => {
  const page = await studio().page();
  const released = Promise.withResolvers<void>();
  await page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (!message.includes('diagram.layout')) server.send(message);
      else void released.promise.then(() => server.send(message));
    });
  });
  await page.reload();
  const runs = await RunsPage.open(page);
  await runs.startFile('my-order');
  await runs.status('Waiting');
  const words = page.getByRole('status').filter({ hasText: 'Drawing the diagram …' });
  await words.waitFor();
  released.resolve();
  await page.locator('.job-diagram [data-element-id="approve"]').waitFor();
  expect(await words.count()).toBe(0);
});

it('says of a job that stood still when its engine died that it lost nothing, and what goes before it runs on', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('order-fulfilment', { paused: true });
  await runs.status('Paused');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Pull the plug' }).click();
  const banner = page.getByRole('status').filter({ hasText: 'The engine is dead.' });
  await banner.getByText('This job was paused and lost nothing: its last checkpoint has all of it.').waitFor();
  await runs.panel.getByText('Once the engine is recovered, Run on (F5) lets it go on.').waitFor();
  await runs.panel.getByText('As the last checkpoint (1) has it: nothing came after it.').waitFor();

  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
  const chooser = page.getByRole('toolbar', { name: 'History' }).getByRole('combobox', { name: 'Job', exact: true });
  await expect.poll(async () => chooser.inputValue()).toMatch(/paused, engine gone$/);
  await page.getByRole('contentinfo').getByRole('button', { name: 'Recover' }).click();
  await expect.poll(async () => chooser.inputValue()).toMatch(/paused$/);
});

it('says that what is typed for a task was not sent when another window completes it, there only', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval');
  await runs.status('Waiting');
  const beside = await RunsPage.open(await studio().pageBeside(page));
  await beside.jobs.first().click();
  await beside.panel.getByLabel('Monthly income').fill('3');
  await runs.panel.getByRole('radio', { name: 'Yes' }).check();
  await runs.panel.getByLabel('Monthly income').fill('3000');
  await runs.panel.getByRole('button', { name: 'Complete' }).click();
  const notice = /“Check application” waits no longer/;
  await beside.page
    .getByRole('alert')
    .filter({ hasText: notice })
    .getByText(/was not sent/)
    .waitFor();
  await runs.panel.getByRole('article', { name: /^Wait for documents/ }).waitFor();
  expect(await page.getByText(notice).count()).toBe(0);
});
