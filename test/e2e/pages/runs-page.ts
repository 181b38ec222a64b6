/** The place of the runs, as a person uses it. */
import type { Locator, Page } from 'playwright';
import { bringIntoView } from './canvas.ts';
import { choose } from './choose.ts';

export class RunsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page): Promise<RunsPage> {
    await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Runs' }).click();
    return new RunsPage(page);
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Selection' });
  }

  get toolbar(): Locator {
    return this.page.getByRole('toolbar', { name: 'Run control' });
  }

  get jobs(): Locator {
    return this.page.getByRole('listbox', { name: 'Jobs, newest first' }).getByRole('option');
  }

  /** Starts a job of a sample with what its form holds. */
  async start(
    sample: string,
    options: { readonly scenario?: boolean; readonly paused?: boolean; readonly byHand?: boolean } = {},
  ) {
    await this.page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
    await choose(this.panel, 'Process', `processes/${sample}.bpmn`);
    if (options.scenario === true) await choose(this.panel, 'Who answers for the outside', `scenarios/${sample}.json`);
    if (options.byHand === true) await this.panel.getByText('Moved by hand').click();
    await this.panel.getByText(`Filled in from scenarios/${sample}.json.`).waitFor();
    await this.panel
      .getByRole('button', { name: options.paused === true ? 'Start paused' : 'Run', exact: true })
      .click();
    await this.toolbar.waitFor();
  }

  /** Starts a job of another process, whose form asks for nothing. */
  async startFile(name: string): Promise<void> {
    await this.page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
    await choose(this.panel, 'Process', `processes/${name}.bpmn`);
    await this.panel.getByRole('button', { name: 'Run', exact: true }).click();
    await this.toolbar.waitFor();
  }

  /** The word in the toolbar: Active, Completed, Paused … */
  async status(word: string): Promise<void> {
    await this.toolbar.getByText(word, { exact: true }).waitFor();
  }

  /** Chooses an element by its token or its place in the list of events. */
  async chooseElement(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: 'Events' }).click();
    await this.page.getByRole('table', { name: 'Executions' }).getByRole('button', { name }).first().click();
    await this.panel.getByRole('heading', { name, level: 2 }).waitFor();
  }

  /** Clicks an element of the diagram. */
  async clickElement(id: string, name: string): Promise<void> {
    const element = this.page.locator(`[data-element-id="${id}"]:visible`).first();
    await bringIntoView(this.page.locator('.diagram-canvas:visible'), element.locator('.djs-hit').first());
    await element.click();
    await this.panel.getByRole('heading', { name, level: 2 }).waitFor();
  }

  async arm(point: string): Promise<void> {
    await this.panel.getByRole('radio', { name: point }).check();
    await this.panel.getByRole('button', { name: 'Arm', exact: true }).click();
    await this.panel.getByRole('region', { name: 'Armed' }).waitFor();
  }

  /** Of the diagram's elements, those with that pill. */
  async fated(fate: 'saved' | 'lost' | 'twice'): Promise<string[]> {
    const marked = this.page.locator(`.djs-element.cairn-${fate}:visible`);
    await marked.first().waitFor();
    return marked.evaluateAll((elements) =>
      elements.map((element) => element.getAttribute('data-element-id') ?? '').toSorted(),
    );
  }

  async recover(): Promise<void> {
    await this.page.locator('.runs-dead, .runs-story').getByRole('button', { name: 'Recover' }).click();
  }
}
