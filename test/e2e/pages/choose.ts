import type { Locator } from 'playwright';

/** Chooses in one of the window's select boxes. */
export async function choose(within: Locator, label: string, option: string | RegExp): Promise<void> {
  await within
    .getByRole('textbox', { name: label, exact: true })
    .or(within.getByRole('combobox', { name: label, exact: true }))
    .first()
    .click();
  await within
    .page()
    .getByRole('option', { name: option, exact: typeof option === 'string' })
    .click();
}
