/** The service hands out a page that a browser runs without a complaint. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';

const studio = useStudio();

it('a page opens, and complains about nothing', async () => {
  const page = await studio().page();
  await page.waitForLoadState('load');
  expect(await page.title()).toContain('Cairn');
});
