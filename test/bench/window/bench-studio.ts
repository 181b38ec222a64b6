/** The service on a workspace of its own and a browser window on it, as end-to-end tests have them, for benchmarks. */
import { chromium, type Browser, type Page } from 'playwright';
import { testBrowser } from '../../../build/browser.ts';
import { ServiceProcess, TestWorkspace } from '../../e2e/harness/service-process.ts';

export const windowSize = { width: 1440, height: 900 };

export class BenchStudio {
  readonly workspace: TestWorkspace;
  readonly browser: Browser;
  readonly #service: ServiceProcess;

  private constructor(workspace: TestWorkspace, browser: Browser, service: ServiceProcess) {
    this.workspace = workspace;
    this.browser = browser;
    this.#service = service;
  }

  /** `prepare` may add files and jobs to the folder before the service opens it. */
  static async start(prepare: (dir: string) => void | Promise<void>): Promise<BenchStudio> {
    const workspace = await TestWorkspace.make();
    await prepare(workspace.dir);
    const service = await ServiceProcess.start(workspace);
    const root = process.getuid?.() === 0;
    const browser = await chromium.launch({
      executablePath: testBrowser(),
      args: ['--disable-dev-shm-usage', ...(root ? ['--no-sandbox'] : [])],
      chromiumSandbox: !root,
    });
    return new BenchStudio(workspace, browser, service);
  }

  /** A new window, when its first place is there. */
  async window(): Promise<Page> {
    const context = await this.browser.newContext({ viewport: windowSize });
    const page = await context.newPage();
    await page.goto(this.#service.about.address);
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#service.stop();
    await this.workspace.close();
  }
}

/** Opens a file, or whatever else the palette knows by this name. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search commands' }).fill(name);
  await page.getByRole('button', { name }).first().waitFor();
  await page.keyboard.press('Enter');
}
