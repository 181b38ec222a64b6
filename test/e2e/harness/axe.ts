/** What axe finds that keeps somebody out: the serious and the critical, in words that say where. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

const levels = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** The rules whose answer is another one in another scheme. */
const ofColour = ['color-contrast', 'link-in-text-block'];

/**
 * Of what matches the selector, now: every rule in the light scheme, those about colours in the dark one as well. The
 * page is in the light one afterwards.
 */
export async function seriousIn(page: Page, within: string, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const builder = new AxeBuilder({ page }).include(within);
    const { violations } = await (
      colorScheme === 'dark' ? builder.withRules(ofColour) : builder.withTags(levels)
    ).analyze();
    found.push(
      ...violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${where}, ${colorScheme}: ${id}: ${html} ${failureSummary ?? ''}`),
        ),
    );
  }
  return found;
}
