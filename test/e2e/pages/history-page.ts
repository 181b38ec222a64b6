/** The time machine, as a person uses it. */
import type { Locator, Page } from 'playwright';

export class HistoryPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page): Promise<HistoryPage> {
    await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
    const history = new HistoryPage(page);
    await history.strip.waitFor();
    return history;
  }

  get strip(): Locator {
    return this.page.getByRole('slider', { name: 'Checkpoints' });
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Selection' });
  }

  /** Waits until the checkpoint of that number is what is shown. */
  async shows(seq: number): Promise<void> {
    await this.panel.getByRole('heading', { name: new RegExp(`^Checkpoint ${seq}\\b`), level: 2 }).waitFor();
  }

  /** The line of a variable in the tree. */
  variable(name: string): Locator {
    return this.panel
      .getByRole('treeitem')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .first();
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }
}
