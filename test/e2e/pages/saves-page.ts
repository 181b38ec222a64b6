/** The places of the saves and of the agents, as a person uses them. */
import type { Locator, Page } from 'playwright';
import { choose } from './choose.ts';

async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: place }).click();
}

export class SavesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page): Promise<SavesPage> {
    await goTo(page, 'Saves');
    return new SavesPage(page);
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Selection' });
  }

  /** Of savepoints. */
  get lines(): Locator {
    return this.page
      .getByRole('grid', { name: 'Savepoints, latest first' })
      .getByRole('row')
      .filter({
        has: this.page.getByRole('gridcell'),
      });
  }

  get plan(): Locator {
    return this.page.getByRole('table', { name: 'What a restore would do' });
  }

  /** Of the chosen job, which ends with it. */
  async saveAndCancel(): Promise<void> {
    await this.page.getByRole('button', { name: 'Take a savepoint' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'Take a savepoint' });
    await dialog.getByRole('checkbox', { name: /^Cancel the jobs? once/ }).check();
    await dialog.getByRole('button', { name: 'Save and cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await this.lines.first().waitFor();
  }

  /** Shows what a restore of the chosen savepoint would do. */
  async askToRestore(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Restore …' }).click();
    await this.plan.waitFor();
  }

  async chooseVersion(option: RegExp): Promise<void> {
    await choose(this.panel, 'Version of the diagram', option);
  }

  /** Gives an element of the saved version a home in the other. */
  async map(element: string, home: string): Promise<void> {
    await choose(this.panel.getByRole('region', { name: 'Homes' }), element, home);
  }

  get restoreButton(): Locator {
    return this.panel.getByRole('button', { name: 'Restore', exact: true });
  }
}

export class AgentsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page): Promise<AgentsPage> {
    await goTo(page, 'Agents');
    return new AgentsPage(page);
  }

  /** The line of an agent, while it is like that. */
  line(name: string | RegExp, like: RegExp): Locator {
    return this.page
      .getByRole('table', { name: 'Agents' })
      .getByRole('row', { name: like })
      .filter({ has: this.page.getByRole('rowheader', { name }) });
  }

  async start(name: string, priority = 100): Promise<void> {
    await this.page.getByRole('button', { name: 'Start an agent' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'Start an agent' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('Priority').fill(String(priority));
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }
}
