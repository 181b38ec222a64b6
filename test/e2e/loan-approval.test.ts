/** The second sample: what waits can be acted on where it stands. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();

it('complete a task, move the clock, send the message, and survive a death while waiting', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval', { byHand: true });
  await runs.status('Waiting');

  const task = runs.panel.getByRole('article', { name: /^Check application/ });
  await task.getByRole('button', { name: 'Complete' }).click();
  // A question is not answered with no by nobody's answering it.
  const checked = task.getByRole('radiogroup', { name: 'Identity checked' });
  await expect.poll(async () => task.getByText('Needs a value.').count()).toBe(2);
  await checked.getByRole('radio', { name: 'Yes' }).check();
  await task.getByLabel('Monthly income').fill('3200');
  // What is half filled in stays while something else is looked at.
  await runs.clickElement('assess-risk', 'Assess risk');
  await runs.panel.getByRole('button', { name: 'Job', exact: true }).click();
  await checked.getByRole('radio', { name: 'Yes', checked: true }).waitFor();
  expect(await task.getByLabel('Monthly income').inputValue()).toBe('3200');
  await task.getByRole('button', { name: 'Complete' }).click();

  const wait = runs.panel.getByRole('article', { name: /^Wait for documents/ });
  await wait.getByText('documents-received', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Next timer' }).click();
  // The reminder has gone out; the deadline stands.
  await wait.getByText(/^24 hours/).waitFor({ state: 'detached' });
  await wait.getByText(/^7 days/).waitFor();

  // Nothing is lost where everything waits.
  await page.getByRole('button', { name: 'Pull the plug' }).click();
  await page.getByText('The engine is dead.').waitFor();
  const send = wait.getByRole('button', { name: 'Send' });
  expect(await send.isDisabled()).toBe(true);
  expect(await send.getAttribute('title')).toBe('The engine is dead: recover first');
  await runs.recover();
  await page.getByText('The engine is dead.').waitFor({ state: 'detached' });

  const documents = wait.getByRole('textbox', { name: /^Variables of message documents-received/ });
  await documents.fill('{ "documents": { "name": "Ada Byron", "pages": 12 } }');
  await wait.getByRole('button', { name: 'Send' }).click();
  const decision = runs.panel.getByRole('article', { name: /^Decide on loan/ });
  await decision.getByRole('radio', { name: 'Yes' }).check();
  await decision.getByRole('button', { name: 'Complete' }).click();
  await runs.status('Completed');

  const history = await HistoryPage.open(page);
  await page.getByText('engine killed while the job waited: nothing lost').waitFor();
  await history.variable('contract').waitFor();
  await history.panel.getByRole('button', { name: 'History of risk' }).click();
  await page
    .getByRole('region', { name: 'History of risk' })
    .getByRole('row', { name: /Assess risk/ })
    .waitFor();
  expect(await page.getByText('The engine is dead.').count()).toBe(0);
});

it('an incident tells its reason, and goes on with an edited variable', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval', { byHand: true });
  const task = runs.panel.getByRole('article', { name: /^Check application/ });
  await task.getByRole('radio', { name: 'Yes' }).check();
  await task.getByLabel('Monthly income').fill('3200');
  await task.getByRole('button', { name: 'Complete' }).click();
  const wait = runs.panel.getByRole('article', { name: /^Wait for documents/ });
  // Without the documents that the next gateway asks for.
  await wait.getByRole('button', { name: 'Send' }).click();
  const incident = runs.panel.getByRole('article', { name: /^Incident/ });
  await incident.getByText(/^Not set: documents\./).waitFor();
  await incident.getByText(/^Tried once, /).waitFor();
  const counted = page.getByRole('contentinfo').getByText('1 incident');
  await counted.waitFor();
  await incident.getByRole('button', { name: 'Retry', exact: true }).click();
  await page.getByText('Tried again: the same error').waitFor();
  await incident.getByText(/^Tried 2 times, last /).waitFor();
  await incident.getByRole('button', { name: 'Edit variables and retry' }).click();
  const first = (part: string) => incident.getByRole('textbox', { name: `${part} of variable 1`, exact: true });
  expect(await first('Name').inputValue()).toBe('documents');
  expect(await first('Value').inputValue()).toBe('');
  await incident.getByRole('button', { name: 'Set these and retry' }).click();
  await incident.getByText('Needs a value; the empty text is "".').waitFor();
  await incident.getByText('JSON', { exact: true }).click();
  const json = incident.getByRole('textbox', { name: 'Variables to set first as JSON' });
  expect(await json.inputValue()).toMatch(/^\{\n {2}"documents": null,/);
  // The form of a further job shows what it would start, and leads back.
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  await page.getByText(/^To be started: /).waitFor();
  await page.getByRole('button', { name: 'Back to the job' }).click();
  await incident.getByRole('button', { name: 'Edit variables and retry' }).click();
  await first('Value').fill('{ "name": "Ada Byron", "pages": 12 }');
  await incident.getByRole('button', { name: 'Set these and retry' }).click();
  await runs.panel.getByRole('article', { name: /^Decide on loan/ }).waitFor();
  expect(await incident.count()).toBe(0);
  await counted.waitFor({ state: 'detached' });
});
