/** The story of the first sample, as a person lives it: run, pull the plug, see the cost, recover, go back, compare, fork. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();

it('run, kill, recover, scrub, compare, fork with an edited variable, and both jobs are there', async () => {
  const page = await studio().page();
  const { demoServer } = studio().workspace;
  const runs = await RunsPage.open(page);
  await runs.start('order-fulfilment', { paused: true });
  await runs.status('Paused');

  // The plug: right after the books were written, before anything saved that the card was charged.
  await runs.clickElement('book-payment', 'Book payment');
  await runs.arm('After its work, before the save');
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await page.getByText('The engine is dead.').waitFor();
  expect(demoServer.charges).toHaveLength(1);

  await runs.panel.getByRole('region', { name: 'What the crash cost' }).waitFor();
  expect(await runs.fated('twice')).toEqual(['charge-card']);
  expect(await runs.fated('lost')).toEqual(['book-payment']);
  expect(await runs.fated('saved')).toEqual(
    expect.arrayContaining(['add-up-order', 'reserve-stock', 'work-out-discount']),
  );
  // Nothing runs while no engine does.
  await runs.panel.getByRole('region', { name: 'Tokens' }).getByText('was running', { exact: true }).waitFor();
  const cost = runs.panel.getByRole('region', { name: 'What the crash cost' });
  await cost.getByText(`POST http://127.0.0.1:${demoServer.port}/charge`).waitFor();

  await runs.recover();
  await runs.status('Completed');
  expect(demoServer.duplicates()).toHaveLength(1);
  await cost.getByText('Charge card, attempt 2').waitFor();
  await cost.getByText('Book payment, attempt 2').waitFor();

  // The time machine.
  const history = await HistoryPage.open(page);
  await history.shows(6);
  await history.strip.focus();
  await page.keyboard.press('Home');
  await history.shows(1);
  expect(await history.variable('total').count()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await history.shows(2);
  await history.variable('total').getByText('239').waitFor();
  await history.variable('total').getByText('added').waitFor();
  await history.tab('Changes');
  await page
    .getByRole('table', { name: 'Variables that differ' })
    .getByRole('row', { name: /discount/ })
    .waitFor();
  await history.tab('Timeline');
  await page.getByRole('row', { name: /killed at Book payment/ }).waitFor();
  await page.getByRole('row', { name: /^recovered/ }).waitFor();
  await page
    .getByRole('row', { name: /killed at Book payment/ })
    .getByRole('button', { name: 'What it cost' })
    .click();
  await cost.getByText('Charge card, attempt 2').waitFor();
  await HistoryPage.open(page);
  await history.shows(2);

  // Any with any: pinned, then another.
  await page.getByRole('button', { name: /^Pin this checkpoint/ }).click();
  await page.getByRole('button', { name: 'Latest checkpoint' }).click();
  await history.shows(6);
  await history.variable('payment').getByText('added').waitFor();
  await page.getByText('Pinned', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Unpin' }).click();

  // When did it become so?
  await history.panel.getByRole('button', { name: 'History of stock' }).click();
  await page
    .getByRole('region', { name: 'History of stock' })
    .getByRole('row', { name: /Reserve stock/ })
    .waitFor();
  await page
    .getByRole('region', { name: /^When did stock/ })
    .getByText('FEEL')
    .click();
  await page.getByRole('textbox', { name: 'When did this become true' }).fill('stock.tent = 6');
  await page.getByRole('button', { name: 'When?' }).click();
  await page.getByRole('button', { name: 'Checkpoint 4', exact: true }).click();
  await history.shows(4);

  await history.tab('Effects');
  await page
    .getByRole('table', { name: 'Effects outside' })
    .getByRole('row', { name: /Charge card.*1st of 2, same key/ })
    .first()
    .waitFor();

  // A fork in which less is to be paid: here the request to charge the card is made up already, and the dialog says so.
  await page.getByRole('button', { name: 'Fork from here' }).click();
  const late = page.getByRole('dialog', { name: 'Fork from checkpoint 4' });
  await late.getByRole('textbox', { name: 'total' }).fill('100');
  await late.getByText(/Charge card sends the request that it made up with total = 239/).waitFor();
  await page.keyboard.press('Escape');
  await late.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Previous checkpoint/ }).click();
  await history.shows(3);
  await page.getByRole('button', { name: 'Fork from here' }).click();
  const dialog = page.getByRole('dialog', { name: 'Fork from checkpoint 3' });
  await dialog.getByRole('textbox', { name: 'total' }).fill('100');
  await dialog.getByText('Changed: total').waitFor();
  await dialog.getByRole('button', { name: 'Fork', exact: true }).click();
  await runs.panel.getByText('Forked from').waitFor();
  await runs.status('Completed');
  expect(demoServer.charges.at(-1)?.amount).toBe(85);
  await page.waitForFunction(() => document.querySelectorAll('.runs-line').length === 2);
  expect(await runs.jobs.count()).toBe(2);
  await runs.panel.getByText('total 239 → 100', { exact: true }).waitFor();
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
  await page.getByText('edited: total 239 → 100').waitFor();
});

it('the whole story at one press', async () => {
  const page = await studio().page();
  await RunsPage.open(page);
  await page.getByRole('button', { name: 'Show me the whole story' }).click();
  const story = page.getByRole('region', { name: 'The whole story' });
  await story.getByRole('button', { name: 'Recover' }).click();
  await story.getByRole('button', { name: 'Open its history' }).click();
  await page.getByRole('slider', { name: 'Checkpoints' }).waitFor();
  const kill = page.getByRole('row', { name: /killed at Book payment/ });
  await kill.waitFor();
  expect(await kill.count()).toBe(1);
});
