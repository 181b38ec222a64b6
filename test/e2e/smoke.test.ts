/** The service hands out a window that a browser runs without a complaint, and that finds its workspace. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';

const studio = useStudio();

it('a window opens on the samples, and complains about nothing', async () => {
  const page = await studio().page();
  await page.getByText('order-fulfilment.bpmn').first().waitFor();
  expect(await page.title()).toContain('Cairn');
  // The token is for nobody to copy along.
  expect(page.url()).toBe(studio().service.about.url);
});
