/** Designing, as a person does it: draw, mark, undo, save; and what happens when the disk or the window has other ideas. */
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
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
  },
});

const onDisk = (path: string): string => readFileSync(join(studio().workspace.dir, path), 'utf8');

async function open(): Promise<DesignPage> {
  return new DesignPage(await studio().page()).ready();
}

describe('drawing', () => {
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
    await page.getByText('If the engine died here, this would run again: “Charge card”').waitFor();

    await design.select('add-up-order');
    await design.properties.getByRole('textbox', { name: 'Script in JavaScript' }).fill('let = ;');
    await design.select('pack-parcel');
    await design.problems.getByText(/add-up-order .*script cannot be read/).waitFor();
    await design.element('add-up-order').and(page.locator('.cairn-problem')).waitFor();
  });
});

describe('files', () => {
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

  it('keeps a draft within moments, and offers it to the next window', async () => {
    const design = await open();
    await design.rename('pack-parcel', 'Pack drafted');
    const drafts = join(studio().workspace.dir, '.cairn', 'drafts');
    await expect
      .poll(
        () =>
          readdirSync(drafts, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .some((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').includes('Pack drafted')),
        { timeout: 20_000 },
      )
      .toBe(true);
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
});
