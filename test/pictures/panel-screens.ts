/** The panel of each kind of element that the other pictures do not show. */
import type { Page } from 'playwright';
import type { TestWorkspace } from '../e2e/harness/service-process.ts';
import { DesignPage } from '../e2e/pages/design-page.ts';
import { judged, type Take } from './screens.ts';

const sample = 'processes/order-fulfilment.bpmn';

/** Of the samples and of the files of `addFiles`, in one window. */
export async function panelScreens(page: Page, { demoServer }: TestWorkspace, take: Take): Promise<void> {
  const design = await new DesignPage(page).ready();
  const open = async (path: string, first: string): Promise<void> => {
    await design.command(`Open ${path}`);
    await design.element(first).waitFor();
  };
  /** `heading`: of the part of the panel that is to be seen. */
  const show = async (id: string, name: string, heading?: string): Promise<void> => {
    await design.find(id);
    await judged(page);
    if (heading !== undefined)
      await design.properties.getByRole('region', { name: heading }).evaluate((part) => part.scrollIntoView());
    await take(`panel-${name}`);
  };
  await open(sample, 'charge-card');
  await design.find('charge-card');
  const trial = design.properties.getByRole('button', { name: /^Try it/ });
  await trial.scrollIntoViewIfNeeded();
  await take('panel-trial');
  await design.properties.getByRole('button', { name: 'with variables …' }).click();
  await design.properties
    .getByRole('textbox', { name: 'Variables of the trial' })
    .fill(`{ "orderId": "A-1001", "total": 239, "discount": 15, "demoServer": "http://127.0.0.1:${demoServer.port}" }`);
  await trial.click();
  const answer = design.properties.getByText(/^20\d$/);
  await answer.waitFor();
  await answer.scrollIntoViewIfNeeded();
  await take('panel-answer');
  await show('work-out-discount', 'decision');
  await show('book-courier', 'message');
  await show('urgent-to-book-courier', 'condition');
  await show('card-declined', 'error');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.getByRole('heading', { name: / are selected$/ }).waitFor();
  await take('panel-several');
  await design.find('reserve-stock');
  await design.properties.getByRole('textbox', { name: 'Script in JavaScript' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Space');
  await page.locator('.cm-tooltip-autocomplete').waitFor();
  await take('panel-script');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+w');
  await open('processes/loan-approval.bpmn', 'assess-risk');
  await show('after-one-day', 'timer');
  await show('assess-risk', 'rules');
  await show('wait-for-documents', 'wait');
  await page.keyboard.press('Alt+w');
  await open('processes/batch-settlement.bpmn', 'settle-north');
  await show('settle-north', 'call');
  await page.keyboard.press('Alt+w');
  await open('processes/data.bpmn', 'weigh');
  await judged(page);
  await take('panel-process');
  await show('weigh', 'data', 'Mapping');
  await show('list-to-weigh', 'association');
  await show('extras', 'ad-hoc');
  await page.keyboard.press('Alt+w');
  await open('processes/claim.bpmn', 'examine');
  await show('alarm', 'signal');
  await show('ask-experts', 'each', 'Repetition');
  await show('enough', 'activation');
  await show('undone', 'compensation');
  await show('weekly', 'event-subprocess');
  await show('insurer', 'pool');
  await show('note', 'annotation');
  await page.keyboard.press('Alt+w');
}
