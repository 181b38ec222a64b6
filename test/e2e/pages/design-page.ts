/** The design place as a person uses it; specs say what is done, this says where it is. */
import type { Locator, Page } from 'playwright';
import { bringIntoView } from './canvas.ts';
import { choose } from './choose.ts';

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
    await bringIntoView(this.canvas, this.element(id).locator('.djs-hit').first(), 130);
    // Right after a drag bpmn-js swallows a click; and a click on what is selected takes the selection away.
    while ((await selected.count()) === 0) await this.element(id).locator('.djs-hit').first().click();
    await this.properties.getByRole('heading', { level: 2 }).waitFor();
  }

  /** Selects a line, which is hit only on itself, not in the middle of its box, and where nothing lies over it. */
  async selectLine(id: string): Promise<void> {
    const line = this.element(id).locator('path.djs-hit').first();
    await bringIntoView(this.canvas, line, 130);
    const at = await line.evaluate((path) => {
      if (!(path instanceof SVGPathElement)) throw new Error('the line is no path');
      const length = path.getTotalLength();
      const points = Array.from({ length: 19 }, (_, index) =>
        path.getPointAtLength((length * (index + 1)) / 20).matrixTransform(path.getScreenCTM() ?? undefined),
      );
      const free = points.filter(({ x, y }) => document.elementFromPoint(x, y) === path);
      const { x, y } = free[free.length >> 1] ?? points[9] ?? { x: 0, y: 0 };
      return { x, y };
    });
    await this.page.mouse.click(at.x, at.y);
    await this.element(id).and(this.page.locator('.selected')).waitFor({ state: 'attached' });
  }

  /** The id of the one selected element. */
  async selected(): Promise<string> {
    return (await this.canvas.locator('.djs-element.selected').first().getAttribute('data-element-id')) ?? '';
  }

  /** As `select`, by the search on the canvas: it brings into view what is found. */
  async find(id: string): Promise<void> {
    await this.page.keyboard.press('Control+f');
    const search = this.canvas.locator('.djs-search-input input');
    // Only with its last letter it is looked for.
    await search.fill(id.slice(0, -1));
    await search.press(id.at(-1) ?? '');
    await this.canvas.locator('.djs-search-result').first().waitFor();
    await search.press('Enter');
    await this.element(id).and(this.page.locator('.selected')).waitFor({ state: 'attached' });
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

  /** Saves what was edited, and waits until it is on disk. */
  async saveEdits(): Promise<void> {
    await this.unsaved.waitFor();
    await this.save();
    await this.unsaved.waitFor({ state: 'detached' });
  }

  /** A new file with a start event, in view. */
  async newProcess(name: string): Promise<void> {
    await this.page.keyboard.press('Alt+n');
    await this.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
    await this.page.keyboard.press('Enter');
    const file = `${name.toLowerCase().replaceAll(' ', '-')}.bpmn`;
    await this.page.getByRole('tab', { name: file, selected: true }).waitFor();
    await this.select('start');
  }

  /** Takes a task from the palette and puts it to the right of the start event. Answers its id. */
  async drawTask(name: string): Promise<string> {
    await this.canvas.locator('[data-action="create.task"]').click();
    const start = await this.element('start').locator('.djs-hit').first().boundingBox();
    if (start === null) throw new Error('the start event is not in view');
    await this.page.mouse.move(start.x + 120, start.y + 20, { steps: 4 });
    await this.page.mouse.move(start.x + 200, start.y + 18, { steps: 4 });
    await this.page.mouse.click(start.x + 200, start.y + 18);
    await this.name(name);
    return this.selected();
  }

  /** From the first one's context pad to the other. */
  async connect(from: string, to: string): Promise<void> {
    await this.select(from);
    await this.canvas.locator('[data-action="connect"]').click();
    await this.element(to).locator('.djs-hit').first().click();
  }

  /** Of the selected element. */
  async changeType(type: string): Promise<void> {
    await this.page.keyboard.press('r');
    await this.page.locator('.djs-popup').getByText(type, { exact: true }).click();
  }

  /** By the append menu, after the selected element. Answers the new one's id, which is selected then. */
  async append(type: string, name?: string): Promise<string> {
    const before = await this.selected();
    await this.page.keyboard.press('a');
    await this.page.getByText('Append element').waitFor();
    await this.page.keyboard.type(type);
    await this.page.locator('.djs-popup .entry.selected', { hasText: new RegExp(`^${type}`) }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.canvas.locator(`.djs-shape.selected:not([data-element-id="${before}"])`).waitFor();
    if (name !== undefined) await this.name(name);
    return this.selected();
  }

  /** Types into the name of a new element, which is open on the canvas. */
  async name(name: string): Promise<void> {
    await this.canvas.locator('.djs-direct-editing-content').waitFor();
    await this.page.keyboard.type(name);
    await this.page.keyboard.press('Enter');
    await this.properties.getByRole('heading', { name, level: 2 }).waitFor();
  }

  /** A field of the properties; its text is handed over. */
  async fillIn(label: string, text: string): Promise<void> {
    const field = this.properties.getByRole('textbox', { name: label, exact: true });
    await field.fill(text);
    await field.blur();
  }

  async choose(label: string, option: string): Promise<void> {
    await choose(this.properties, label, option);
  }
}
