/** Designing, as a person does it: draw, mark, undo, save; and what happens when the disk or the window has other ideas. */
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DesignPage } from './pages/design-page.ts';
import { useStudio } from './harness/studio.ts';

const sample = 'processes/order-fulfilment.bpmn';
const hostile = '<img src=x onerror="window.wasRun=1">';

const studio = useStudio({
  prepare: (workspace) => {
    const text = readFileSync(join(workspace.dir, sample), 'utf8');
    const escaped = hostile.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
    writeFileSync(
      join(workspace.dir, 'processes/hostile.bpmn'),
      text.replaceAll('name="Charge card"', `name="${escaped}"`).replaceAll('"order-fulfilment"', '"hostile"'),
    );
    writeFileSync(
      join(workspace.dir, 'processes/bare.bpmn'),
      text.replace(/<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/, ''),
    );
    writeFileSync(
      join(workspace.dir, 'processes/foreign.bpmn'),
      text
        .replace(/(<bpmn:process [^>]*>)/, '$1<!-- Ask Ann first --><acme:mark xmlns:acme="urn:acme"/>')
        .replaceAll('"order-fulfilment"', '"foreign"'),
    );
    const rules = join(workspace.dir, 'rules/discount.dmn');
    writeFileSync(
      join(workspace.dir, 'rules/foreign.dmn'),
      readFileSync(rules, 'utf8').replace(/(<definitions [^>]*>)/, '$1<!-- Agreed in May -->'),
    );
  },
});

const onDisk = (path: string): string => readFileSync(join(studio().workspace.dir, path), 'utf8');

async function open(): Promise<DesignPage> {
  return new DesignPage(await studio().page()).ready();
}

describe('drawing', () => {
  it('makes a process with the palette, marks a task with k, undoes and saves it', async () => {
    const design = await open();
    const { page, canvas } = design;
    await page.keyboard.press('Alt+n');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Small one');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'small-one.bpmn', selected: true }).waitFor();
    await design.select('start');

    // A task from the palette, an end event after it, and a flow to the task.
    await canvas.locator('[data-action="create.task"]').click();
    const start = await design.element('start').locator('.djs-hit').first().boundingBox();
    if (start === null) throw new Error('the start event is not in view');
    await page.mouse.move(start.x + 120, start.y + 20, { steps: 4 });
    await page.mouse.move(start.x + 200, start.y + 18, { steps: 4 });
    await page.mouse.click(start.x + 200, start.y + 18);
    await page.keyboard.type('Do it');
    await page.keyboard.press('Enter');
    const task = await design.selected();
    expect(task).toMatch(/^Activity_/);
    await canvas.locator('[data-action="append.end-event"]').click();
    await page.keyboard.press('Escape');
    await design.select('start');
    await canvas.locator('[data-action="connect"]').click();
    await design.element(task).locator('.djs-hit').first().click();

    await design.select(task);
    await page.keyboard.press('r');
    await page.getByText('Script task', { exact: true }).click();
    const script = await design.selected();
    await design.properties.getByRole('textbox', { name: 'Script in JavaScript' }).fill('6 * 7');
    await design.properties.getByRole('textbox', { name: 'Result variable' }).fill('answer');
    await design.select('start');
    await design.select(script);

    await page.keyboard.press('k');
    await design.flag(script, 'explicit').waitFor();
    await page.keyboard.press('Control+z');
    await design.flag(script, 'explicit').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await design.flag(script, 'explicit').waitFor();
    // Style wishes that its events had names, said in one line; the engine has nothing against it.
    await design.problems.getByRole('button', { name: /elements have no name/ }).click();
    await design.problems
      .getByText(/has no name/)
      .first()
      .waitFor();
    expect(await design.problems.getByText('execution', { exact: true }).count()).toBe(0);
    // What is folded into the line counts in full.
    const listed = await design.problems.locator('.problem:not([aria-expanded])').count();
    expect(listed).toBeGreaterThan(1);
    expect(await design.page.getByRole('tab', { name: /^Problems/ }).textContent()).toBe(`Problems${listed}`);

    await design.unsaved.waitFor();
    await design.save();
    await design.unsaved.waitFor({ state: 'detached' });
    const text = onDisk('processes/small-one.bpmn');
    expect(text).toMatch(/<bpmn:scriptTask id="\w+" name="Do it"[^>]*cairn:checkpoint="after"/);
    expect(text).toContain('<bpmn:script>6 * 7</bpmn:script>');
    expect(text).toContain('cairn:resultVariable="answer"');
  });

  it('lays out a file without diagram data', async () => {
    const design = await open();
    await design.command('Open processes/bare.bpmn');
    await design.page.getByRole('tab', { name: /^bare\.bpmn.*not saved/, selected: true }).waitFor();
    await design.element('charge-card').waitFor();
    expect(await design.unsaved.count()).toBe(1);
  });

  it('finds elements by the words on them, and a line by what it joins', async () => {
    const design = await open();
    await design.canvas.click({ position: { x: 400, y: 20 } });
    await design.page.keyboard.press('Control+f');
    await design.page.keyboard.type('card → book');
    const found = design.page.locator('.djs-search-result');
    await found.filter({ hasText: 'Charge card → Book payment' }).waitFor();
    expect(await found.count()).toBe(1);
  });

  it('shows a script without the indentation of its file, and looking at it edits nothing', async () => {
    const design = await open();
    await design.select('pack-parcel');
    const script = design.properties.getByRole('textbox', { name: 'Script in JavaScript' });
    await script
      .locator('.cm-line')
      .first()
      .filter({ hasText: /^const pieces/ })
      .waitFor();
    await script.focus();
    await script.blur();
    await design.properties.getByRole('textbox', { name: 'Name', exact: true }).focus();
    expect(await design.unsaved.count()).toBe(0);
  });

  it('shows markup in names and runs none of it', async () => {
    const design = await open();
    await design.command('Open processes/hostile.bpmn');
    await design.select('charge-card');
    expect(await design.properties.getByRole('heading', { level: 2 }).textContent()).toBe(hostile);
    await design.page.keyboard.press('Control+f');
    await design.page.keyboard.type('img');
    await design.page.locator('.djs-search-result').first().waitFor();
    expect(await design.page.evaluate(() => 'wasRun' in window)).toBe(false);
  });
});

describe('properties', () => {
  it('gives a task data inputs and outputs, which are saved as BPMN has them', async () => {
    const design = await open();
    const { page } = design;
    await design.select('add-up-order');
    const data = design.properties.getByRole('region', { name: 'Data' });
    await data.getByRole('button', { name: 'Add a data input' }).click();
    await data.getByRole('textbox', { name: 'Data input 1' }).fill('bought');
    await data.getByRole('button', { name: 'Value 1 is a FEEL expression' }).click();
    await data.getByRole('textbox', { name: 'Value 1' }).fill('items');
    await data.getByRole('textbox', { name: 'Data outputs' }).fill('sum');
    await page.keyboard.press('Enter');
    await data.getByRole('button', { name: 'Add an assignment' }).click();
    await data.getByRole('textbox', { name: 'Variable 1' }).fill('total');
    await design.save();
    await design.unsaved.waitFor({ state: 'detached' });
    const text = onDisk(sample);
    const [, id] = /<bpmn:dataInput id="(\w+)" name="bought" \/>/.exec(text) ?? [];
    expect(text).toContain(`<bpmn:dataInputRefs>${id}</bpmn:dataInputRefs>`);
    expect(text).toContain(`<bpmn:targetRef>${id}</bpmn:targetRef>`);
    expect(text).toMatch(/<bpmn:from[^>]*>items<\/bpmn:from>\s*<bpmn:to[^>]*>bought<\/bpmn:to>/);
    expect(text).toMatch(/<bpmn:dataOutput id="\w+" name="sum" \/>/);
    expect(text).toMatch(/<bpmn:to[^>]*>total<\/bpmn:to>/);
  });
});

describe('what the engine thinks', () => {
  it('draws its checkpoints, refusals and what a crash would do twice, and leads to the element', async () => {
    const design = await open();
    const { page } = design;
    await design.flag('reserve-stock', 'explicit').waitFor();
    await design.flag('goods-and-money', 'implicit').waitFor();
    await design.problems.getByText(/“Charge card” calls a web service, and nothing saves/).click();
    expect(await design.selected()).toBe('charge-card');
    await page.keyboard.press('k');
    await design.problems.getByText(/“Charge card” calls a web service/).waitFor({ state: 'detached' });

    await design.element('charge-card').hover();
    await page.getByText('If the engine died while “Charge card” is at work, it would run again.').waitFor();

    await design.select('add-up-order');
    await design.properties.getByRole('textbox', { name: 'Script in JavaScript' }).fill('let = ;');
    await design.select('pack-parcel');
    await design.problems.getByText(/“Add up order”: .*script cannot be read/).waitFor();
    await design.element('add-up-order').and(page.locator('.cairn-problem')).waitFor();
  });
});

describe('files', () => {
  it('overwrites nothing unseen: a conflict shows both, and the person chooses', async () => {
    const design = await open();
    const { page } = design;
    await design.rename('pack-parcel', 'Pack mine');
    writeFileSync(
      join(studio().workspace.dir, sample),
      onDisk(sample).replace('name="Pack parcel"', 'name="Pack theirs"'),
    );
    await page.getByText('was changed on disk while you edited it').waitFor();
    await design.save();
    const dialog = page.getByRole('dialog');
    // Side by side: what differs stands in one row, with what is around it.
    const row = dialog.getByRole('row').filter({ hasText: 'Pack mine' });
    await row.filter({ hasText: 'Pack theirs' }).waitFor();
    expect(await row.locator('mark').allTextContents()).toEqual(['mine', 'theirs']);
    expect(
      await dialog
        .getByRole('row')
        .filter({ hasText: /equal lines/ })
        .count(),
    ).toBe(2);
    expect(onDisk(sample)).toContain('Pack theirs');
    await dialog.getByRole('button', { name: 'Overwrite with mine' }).click();
    await design.unsaved.waitFor({ state: 'detached' });
    expect(onDisk(sample)).toContain('name="Pack mine"');

    await design.rename('pack-parcel', 'Pack again');
    writeFileSync(join(studio().workspace.dir, sample), onDisk(sample).replace('Pack mine', 'Pack theirs'));
    await page.getByRole('button', { name: 'Compare and choose …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take what is on disk' }).click();
    await design.element('pack-parcel').filter({ hasText: 'Pack theirs' }).waitFor();
    await design.unsaved.waitFor({ state: 'detached' });
  });

  it('keeps what no editor has a place for, and changes nothing but what was edited', async () => {
    const path = 'processes/foreign.bpmn';
    const design = await open();
    const before = onDisk(path);
    expect(before).toContain('<acme:mark');
    expect(before).toContain('<!-- Ask Ann first -->');
    await design.command(`Open ${path}`);
    await design.rename('pack-parcel', 'Pack mine');
    await design.save();
    await design.unsaved.waitFor({ state: 'detached' });
    // bpmn-js gives what it renames a label without a place.
    expect(onDisk(path).replace(/\s*<bpmndi:BPMNLabel \/>/, '')).toBe(
      before.replace('name="Pack parcel"', 'name="Pack mine"'),
    );

    const rules = onDisk('rules/foreign.dmn');
    expect(rules).toContain('<!-- Agreed in May -->');
    await design.command('Open rules/foreign.dmn');
    await design.page.locator('td[data-element-id="gold-large-discount"]').click();
    await design.page.keyboard.press('Control+a');
    await design.page.keyboard.type('21');
    await design.unsaved.waitFor();
    await design.save();
    await design.unsaved.waitFor({ state: 'detached' });
    expect(onDisk('rules/foreign.dmn')).toBe(
      rules.replace(/(id="gold-large-discount"[^>]*>\s*<text>)[^<]*/, (_, start: string) => `${start}21`),
    );
  });

  it('follows a file that changed on disk, and says when an edited one was removed', async () => {
    const design = await open();
    writeFileSync(join(studio().workspace.dir, sample), onDisk(sample).replace('Pack parcel', 'Pack elsewhere'));
    await design.element('pack-parcel').filter({ hasText: 'Pack elsewhere' }).waitFor();
    await design.rename('pack-parcel', 'Pack mine');
    unlinkSync(join(studio().workspace.dir, sample));
    await design.page.getByText('was removed on disk while you edited it').waitFor();
    await design.save();
    await design.page.getByRole('dialog').getByRole('button', { name: 'Write it again' }).click();
    await design.unsaved.waitFor({ state: 'detached' });
    expect(onDisk(sample)).toContain('Pack mine');
  });

  it('is unsaved after a save, an undo and another edit, as many as there were', async () => {
    const design = await open();
    await design.rename('pack-parcel', 'Pack one');
    await design.save();
    await design.unsaved.waitFor({ state: 'detached' });
    await design.page.keyboard.press('Control+z');
    await design.unsaved.waitFor();
    await design.rename('pack-parcel', 'Pack two');
    await expect.poll(() => studio().workspace.isDrafted('Pack two'), { timeout: 20_000 }).toBe(true);
    await design.unsaved.waitFor();
    expect(onDisk(sample)).toContain('Pack one');
  });

  it('takes what is being typed for an edit when the file changes on disk', async () => {
    const design = await open();
    await design.select('pack-parcel');
    await design.properties.getByRole('textbox', { name: 'Name', exact: true }).fill('Pack as typed');
    writeFileSync(join(studio().workspace.dir, sample), onDisk(sample).replace('Charge card', 'Charge elsewhere'));
    await design.page.getByText('changed on disk while you edited it').waitFor();
    await design.element('pack-parcel').filter({ hasText: 'Pack as typed' }).waitFor();
    expect(onDisk(sample)).toContain('Charge elsewhere');
  });

  it('asks before it goes while the latest edit is in no draft', async () => {
    const design = await open();
    await design.rename('pack-parcel', 'Pack at last');
    const asked = design.page.waitForEvent('dialog');
    const going = design.page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await going;
    await expect.poll(() => studio().workspace.isDrafted('Pack at last'), { timeout: 20_000 }).toBe(true);
  });

  it('keeps a draft of what was edited while the service was away, when it is back', async () => {
    studio().allow(/WebSocket connection to/);
    const design = await open();
    await studio().killService();
    await design.page.getByText('Connection lost, reconnecting …').waitFor();
    await design.rename('pack-parcel', 'Pack alone');
    await studio().startService();
    await expect.poll(() => studio().workspace.isDrafted('Pack alone'), { timeout: 20_000 }).toBe(true);
  });

  it('keeps a draft within moments, and offers it to the next window', async () => {
    const design = await open();
    await design.rename('pack-parcel', 'Pack drafted');
    await expect.poll(() => studio().workspace.isDrafted('Pack drafted'), { timeout: 20_000 }).toBe(true);
    await design.page.close();
    expect(onDisk(sample)).not.toContain('Pack drafted');

    const page = await studio().page();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    const again = await new DesignPage(page).ready();
    await again.element('pack-parcel').filter({ hasText: 'Pack drafted' }).waitFor();
    await again.unsaved.waitFor();
    await again.save();
    await again.unsaved.waitFor({ state: 'detached' });
    expect(onDisk(sample)).toContain('Pack drafted');
  });

  it('offers edits whose file is gone: they are all that is left of it', async () => {
    const design = await open();
    const { page } = design;
    await design.rename('pack-parcel', 'Pack what is left');
    await expect.poll(() => studio().workspace.isDrafted('Pack what is left'), { timeout: 20_000 }).toBe(true);
    unlinkSync(join(studio().workspace.dir, sample));
    await page.getByText('was removed on disk while you edited it').waitFor();
    await page.reload();
    const question = page.getByRole('dialog', { name: 'Restore the edits of order-fulfilment.bpmn?' });
    await question.getByText('The file is not on disk any more.').waitFor();
    await question.getByRole('button', { name: 'Restore' }).click();
    await design.element('pack-parcel').filter({ hasText: 'Pack what is left' }).waitFor();
    await design.save();
    await page.getByRole('dialog').getByRole('button', { name: 'Write it again' }).click();
    await design.unsaved.waitFor({ state: 'detached' });
    expect(onDisk(sample)).toContain('Pack what is left');
  });

  it('offers a draft of a file that another window closed', async () => {
    const design = await open();
    await design.rename('pack-parcel', 'Pack by one');
    await expect.poll(() => studio().workspace.isDrafted('Pack by one'), { timeout: 20_000 }).toBe(true);
    const other = await open();
    await other.command('Open processes/loan-approval.bpmn');
    await other.page.getByRole('tab', { name: 'order-fulfilment.bpmn' }).click();
    await other.page.keyboard.press('Alt+w');
    await other.page.getByRole('tab', { name: 'order-fulfilment.bpmn' }).waitFor({ state: 'detached' });
    await design.page.close();
    await other.page.close();
    const page = await studio().page();
    await page.getByRole('dialog', { name: 'Restore the edits of order-fulfilment.bpmn?' }).waitFor();
    expect(await page.getByRole('tab', { name: 'order-fulfilment.bpmn' }).count()).toBe(0);
  });

  it('opens again what was open, in the order of its tabs, with the one in view', async () => {
    const design = await open();
    const { page } = design;
    await design.command('Open processes/loan-approval.bpmn');
    await design.command('Open rules/discount.dmn');
    const tabs = page.getByRole('tablist', { name: 'Open files' }).getByRole('tab');
    const front = page.getByRole('tablist', { name: 'Open files' }).getByRole('tab', { selected: true });
    await tabs.nth(2).click();
    await page.getByRole('tab', { name: 'order-fulfilment.bpmn' }).click();
    const before = await tabs.allTextContents();
    expect(before).toEqual([
      expect.stringContaining('order-'),
      expect.stringContaining('loan-'),
      expect.stringContaining('discount'),
    ]);
    await page.reload();
    await expect.poll(() => tabs.allTextContents(), { timeout: 30_000 }).toEqual(before);
    expect(await front.allTextContents()).toEqual([before[0]]);
  });

  it('offers no window the edits of another one that is open, and says that there are some as long as there are', async () => {
    const mine = await open();
    await mine.rename('pack-parcel', 'Pack here');
    await expect.poll(() => studio().workspace.isDrafted('Pack here'), { timeout: 20_000 }).toBe(true);
    const other = await open();
    const banner = other.page.getByText('order-fulfilment.bpmn has edits in another window that are not saved');
    await banner.waitFor();
    expect(await other.page.getByRole('dialog').count()).toBe(0);
    await other.element('pack-parcel').filter({ hasText: 'Pack parcel' }).waitFor();
    expect(studio().workspace.isDrafted('Pack here')).toBe(true);
    await mine.save();
    await banner.waitFor({ state: 'detached' });
    await mine.rename('pack-parcel', 'Pack again');
    await banner.waitFor();
    await mine.page.close();
    await banner.waitFor({ state: 'detached' });
  });

  it('keeps the draft of one window while another saves the same file', async () => {
    const [mine, other] = [await open(), await open()];
    await mine.rename('pack-parcel', 'Pack here');
    await expect.poll(() => studio().workspace.isDrafted('Pack here'), { timeout: 20_000 }).toBe(true);
    await other.rename('pack-parcel', 'Pack there');
    await other.save();
    await other.unsaved.waitFor({ state: 'detached' });
    await other.page.close();
    await mine.page.getByText('changed on disk while you edited it').waitFor();
    // Not asked before it goes, as after a crash.
    mine.page.once('dialog', (dialog) => void dialog.accept());
    await mine.page.reload();
    await mine.page.getByRole('dialog').getByText('The file has changed on disk since').waitFor();
    await mine.page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await mine.element('pack-parcel').filter({ hasText: 'Pack here' }).waitFor();
    await mine.unsaved.waitFor();
    expect(onDisk(sample)).toContain('Pack there');
  });
});

describe('a file that is no diagram', () => {
  const broken = '<?xml version="1.0"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">';
  const path = 'processes/broken.bpmn';

  it('is told as a problem and cannot run; a file dropped on its text is a tab and nothing else', async () => {
    writeFileSync(join(studio().workspace.dir, path), broken);
    const design = await open();
    const { page } = design;
    await design.command(`Open ${path}`);
    const reason = 'broken.bpmn, line 2: not well-formed XML: <definitions> is never closed.';
    // Once: by the list of problems, and where that is closed by what is above the text.
    const alert = page.getByRole('alert');
    await alert.getByText(`${path} cannot be drawn. Mend its text here`).waitFor();
    await design.problems.getByText(reason).waitFor();
    await page.keyboard.press('Control+j');
    const alone = reason.replace('broken.bpmn, line', 'Line');
    await alert.getByText(`${path} cannot be drawn. ${alone} Mend its text here`).waitFor();
    await page.keyboard.press('Control+j');
    const run = page.getByRole('toolbar', { name: 'Tools of the file in view' }).getByRole('button', { name: 'Run' });
    expect([await run.isDisabled(), await run.getAttribute('title')]).toEqual([true, reason]);

    await page.getByLabel(`Text of ${path}`).evaluate((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['{"variables":{"dropped":1}}'], 'dropped.json', { type: 'application/json' }));
      text.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await page.getByRole('tab', { name: 'dropped.json', selected: true }).waitFor();
    await page.getByRole('tab', { name: 'broken.bpmn' }).click();
    expect(await page.getByLabel(`Text of ${path}`).locator('.cm-line').allTextContents()).toEqual(broken.split('\n'));

    await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Runs' }).click();
    await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
    const panel = page.getByRole('complementary', { name: 'Selection' });
    await panel.getByRole('combobox', { name: 'Process', exact: true }).click();
    await page.getByRole('option', { name: path, exact: true }).click();
    await panel.getByText('This file holds no process that can run. Design says why.').waitFor();
    for (const name of ['Run', 'Start paused']) {
      const button = panel.getByRole('button', { name, exact: true });
      await expect.poll(async () => button.isDisabled()).toBe(true);
      expect(await button.getAttribute('title')).toContain('no process that can run');
    }
    expect(await panel.getByText('The diagram reads no variable').count()).toBe(0);
  });
});
