/**
 * What a spec works with: a workspace with the samples, a service on it, pages of it in the one browser. Whatever a page
 * complains about (an error in the console, an exception, a refused request) fails the test that opened it.
 *
 *     const studio = useStudio();
 *     it('…', async () => { const page = await studio().page(); … });
 */
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright';
import { afterEach, beforeEach, inject } from 'vitest';
import { ServiceProcess, TestWorkspace } from './service-process.ts';

export interface StudioOptions {
  /** Called before the service starts: to add files, or to take rights away. */
  readonly prepare?: (workspace: TestWorkspace) => void;
}

export class Studio {
  readonly workspace: TestWorkspace;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #complaints: string[] = [];
  readonly #allowed: RegExp[] = [];
  #service: ServiceProcess;

  private constructor(workspace: TestWorkspace, service: ServiceProcess, browser: Browser) {
    this.workspace = workspace;
    this.#service = service;
    this.#browser = browser;
  }

  static async start(options: StudioOptions = {}): Promise<Studio> {
    const workspace = await TestWorkspace.make();
    options.prepare?.(workspace);
    const service = await ServiceProcess.start(workspace);
    return new Studio(workspace, service, await chromium.connect(inject('browser')));
  }

  get service(): ServiceProcess {
    return this.#service;
  }

  /** A window of its own (cookies, sizes), on the address with the token. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    // A busy machine is no failure.
    context.setDefaultTimeout(90_000);
    this.#contexts.push(context);
    const page = await context.newPage();
    this.#listen(page);
    await page.goto(this.#service.about.address);
    return page;
  }

  /** A further window of the same person: with the cookies of the first. */
  async pageBeside(page: Page): Promise<Page> {
    const beside = await page.context().newPage();
    this.#listen(beside);
    await beside.goto(this.#service.about.url);
    return beside;
  }

  /** Complaints that belong to the test. */
  allow(...patterns: readonly RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  /** Kills the service; `startService` brings it back on the same port. */
  async killService(): Promise<void> {
    await this.#service.kill();
  }

  async startService(): Promise<void> {
    this.#service = await ServiceProcess.start(this.workspace, this.#service.about.port);
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    await this.#browser.close();
    await this.#service.stop();
    await this.workspace.close();
    const left = this.#complaints.filter((complaint) => !this.#allowed.some((pattern) => pattern.test(complaint)));
    if (left.length > 0) throw new Error(`a page complained:\n${left.join('\n')}`);
  }

  #listen(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.#complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', (error) => this.#complaints.push(`exception: ${error.stack ?? error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 400) this.#complaints.push(`response: ${response.status()} ${response.url()}`);
    });
  }
}

/** A studio for each test of the file, closed after it. */
export function useStudio(options: StudioOptions = {}): () => Studio {
  let studio: Studio | null = null;
  beforeEach(async () => {
    studio = await Studio.start(options);
  });
  afterEach(async () => {
    const closing = studio;
    studio = null;
    await closing?.close();
  });
  return () => {
    if (studio === null) throw new Error('the studio is there only within a test');
    return studio;
  };
}
