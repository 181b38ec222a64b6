/** A workspace of one's own, without the samples: the window offers the next step, and the story can be had there too. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));
const files = ['processes/order-fulfilment.bpmn', 'scenarios/order-fulfilment.json', 'rules/discount.dmn'];
const studio = useStudio({
  prepare: ({ dir }) => {
    for (const folder of ['processes', 'scenarios', 'rules']) rmSync(join(dir, folder), { recursive: true });
  },
});

it('offers to copy the sample here, which can be run then', async () => {
  const page = await studio().page();
  await page.getByRole('heading', { name: 'No file is open' }).waitFor();
  const runs = await RunsPage.open(page);
  await page.getByRole('button', { name: 'Copy the order sample here' }).click();
  await new DesignPage(page).ready();
  for (const path of files)
    expect(readFileSync(join(studio().workspace.dir, path), 'utf8')).toBe(readFileSync(join(samples, path), 'utf8'));
  await RunsPage.open(page);
  await page.getByRole('button', { name: 'Show me the whole story' }).waitFor();
  await runs.start('order-fulfilment', { scenario: true });
  await runs.status('Completed');
});
