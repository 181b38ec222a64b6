/** The design place as a person uses it; specs say what is done, this says where it is. */
import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';

export class DesignPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until a diagram is there and was judged once. */
  async ready(): Promise<this> {
    await this.canvas.locator('.djs-shape').first().waitFor();
    await this.canvas.locator('.cairn-flag').first().waitFor();
    return this;
  }

  /** Of the file in view. */
  get canvas(): Locator {
    return this.page.locator('.editor-file:not([hidden]) .diagram-canvas');
  }

  get properties(): Locator {
    return this.page.getByRole('complementary', { name: 'Selection' });
  }

  get problems(): Locator {
    return this.page.getByRole('tabpanel');
  }

  element(id: string): Locator {
    return this.canvas.locator(`.djs-element[data-element-id="${id}"]`);
  }

  flag(id: string, kind: 'explicit' | 'implicit'): Locator {
    return this.element(id).locator(`.cairn-flag-${kind}`);
  }

  async select(id: string): Promise<void> {
    const selected = this.element(id).and(this.page.locator('.selected'));
    // Right after a drag bpmn-js swallows a click; and a click on what is selected takes the selection away.
    await expect
      .poll(
        async () => {
          if ((await selected.count()) === 0) await this.element(id).locator('.djs-hit').first().click();
          return selected.count();
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(1);
    await this.properties.getByRole('heading', { level: 2 }).waitFor();
  }

  /** The id of the one selected element. */
  async selected(): Promise<string> {
    return (await this.canvas.locator('.djs-element.selected').first().getAttribute('data-element-id')) ?? '';
  }

  async command(name: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('textbox', { name: 'Search commands' }).fill(name);
    await this.page.getByRole('dialog').getByRole('button', { name }).first().click();
    await this.page.getByRole('textbox', { name: 'Search commands' }).waitFor({ state: 'detached' });
  }

  async rename(id: string, name: string): Promise<void> {
    await this.select(id);
    const field = this.properties.getByRole('textbox', { name: 'Name', exact: true });
    await field.fill(name);
    await field.blur();
    await this.element(id).filter({ hasText: name }).waitFor();
  }

  get unsaved(): Locator {
    return this.page.getByRole('tab', { name: /not saved/, selected: true });
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
  }
}
