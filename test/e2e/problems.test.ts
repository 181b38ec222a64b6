/** Problems are said where a person looks for them, and lead to what is wrong. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';

const shape = (id: string, x: number): string =>
  `<di:BPMNShape id="of-${id}" bpmnElement="${id}"><dc:Bounds x="${x}" y="100" width="${id === 'notify' ? 100 : 36}" height="${id === 'notify' ? 80 : 36}"/></di:BPMNShape>`;
const notify = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test"
    xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:cairn="urn:cairn:bpmn:1">
  <process id="p" isExecutable="true"><startEvent id="start"/><endEvent id="end"/>
    <serviceTask id="notify" name="Notify"><extensionElements><cairn:http method="GET"/></extensionElements></serviceTask>
    <sequenceFlow id="one" sourceRef="start" targetRef="notify"/><sequenceFlow id="two" sourceRef="notify" targetRef="end"/>
  </process>
  <di:BPMNDiagram id="d"><di:BPMNPlane id="plane" bpmnElement="p">${shape('start', 100)}${shape('notify', 200)}${shape('end', 400)}</di:BPMNPlane></di:BPMNDiagram>
</definitions>`;
const studio = useStudio({
  prepare: ({ dir }) => {
    const text = readFileSync(join(dir, 'processes/order-fulfilment.bpmn'), 'utf8');
    writeFileSync(join(dir, 'processes/torn.bpmn'), text.replace('</bpmn:process>', ''));
    writeFileSync(join(dir, 'processes/notify.bpmn'), notify);
  },
});

const open = async (): Promise<DesignPage> => new DesignPage(await studio().page()).ready();

it('a rule that cannot be read is a row of its file, marks its cell, and is told at the process, saved or not', async () => {
  const design = await open();
  const { page } = design;
  await design.command('Open rules/discount.dmn');
  const cell = page.locator('td[data-element-id="gold-large-discount"]');
  await cell.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20 +');
  const row = design.problems.getByRole('button', { name: /“Discount”, rule 1, “Discount in %”: .*not valid FEEL/ });
  await row.waitFor();
  const isMarked = async (): Promise<boolean> =>
    (await cell.evaluate((td) => getComputedStyle(td).boxShadow)) !== 'none';
  expect(await isMarked()).toBe(true);

  // The process that asks it says so too, of the draft.
  await page.getByRole('tab', { name: /^order-fulfilment\.bpmn/ }).click();
  const told = design.problems.getByText(/decision discount, rule 1, Discount in %/);
  await told.waitFor();

  await page.getByRole('tab', { name: /^discount\.dmn/ }).click();
  await row.click();
  expect(await cell.evaluate((td) => td.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20');
  await row.waitFor({ state: 'detached' });
  expect(await isMarked()).toBe(false);
  await page.getByRole('tab', { name: /^order-fulfilment\.bpmn/ }).click();
  await told.waitFor({ state: 'detached' });
});

it('a file that cannot be read leads to its line, which is marked', async () => {
  const design = await open();
  const { page } = design;
  await design.command('Open processes/torn.bpmn');
  const row = design.problems.getByRole('button', { name: /torn\.bpmn, line \d+: / });
  const line = /line (\d+):/.exec((await row.textContent()) ?? '')?.[1] ?? '';
  expect(Number(line)).toBeGreaterThan(100);
  const editor = page.locator('.editor-file:not([hidden]) .editor-unreadable');
  const number = editor.locator('.cm-lineNumbers .cm-gutterElement', { hasText: new RegExp(`^${line}$`) });
  await row.click();
  await number.waitFor();
  await editor.locator('.cm-lint-marker-error').first().waitFor();
  expect(await editor.locator('.cm-content').evaluate((content) => content === document.activeElement)).toBe(true);
  await editor.locator('.cm-scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
  await number.waitFor({ state: 'detached' });
  await page.keyboard.press('F8');
  await number.waitFor();
});

it('a function that nobody has is a row of its file, which leads to the cell', async () => {
  const design = await open();
  const { page } = design;
  await design.command('Open rules/discount.dmn');
  const cell = page.locator('td[data-element-id="gold-large-discount"]');
  await cell.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('abc(1)');
  const row = design.problems.getByRole('button', { name: /rule 1, “Discount in %”: there is no function abc/ });
  await row.click();
  expect(await cell.evaluate((td) => td.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20');
  await row.waitFor({ state: 'detached' });
});

it('a web service without an address is told in the words of its panel, and cannot be tried', async () => {
  const server = createServer((_request, response) => {
    response.end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const design = await open();
    const { page } = design;
    await design.command('Open processes/notify.bpmn');
    await design.select('notify');
    await design.problems.getByText('“Notify”: the address of its web service is empty').waitFor();
    const trial = design.properties.getByRole('button', { name: 'Try it' });
    expect(await trial.isDisabled()).toBe(true);
    await design.properties.getByText('Address is empty.').waitFor();

    const address = design.properties.getByRole('textbox', { name: 'Address' });
    await address.click();
    await page.keyboard.type(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    // Still typed into.
    await design.properties.getByText('Address is empty.').waitFor({ state: 'detached' });
    await design.problems.getByText('“Notify”: the address of its web service is empty').waitFor({ state: 'detached' });
    expect(await address.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('all');
    expect(await address.inputValue()).toMatch(/^http:.*\/all$/);
    await trial.click();
    const answer = design.properties.getByText(/^200 from GET .* in /);
    await answer.waitFor();
    expect(await answer.textContent()).toMatch(/ in \d+(?:\.\d)? ms$/);
    await page.keyboard.press('Control+z');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
