/** The service in a process of its own, on a workspace of the test's own: as a person starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDemoServer, type DemoServer } from '../../../engine/cli/demo-server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Where the samples expect the demo server. */
const samplesPort = '127.0.0.1:4747';

interface Announced {
  readonly address: string;
  readonly url: string;
  readonly port: number;
  readonly token: string;
}

/** A copy of the samples, with a demo server of its own behind them. */
export class TestWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'cairn-e2e-'));
  readonly dir = join(this.folder, 'samples');
  readonly home = join(this.folder, 'home');
  readonly demoServer: DemoServer;

  private constructor(demoServer: DemoServer) {
    this.demoServer = demoServer;
    cpSync(join(root, 'samples'), this.dir, { recursive: true });
    for (const folder of ['processes', 'scenarios']) {
      for (const name of readdirSync(join(this.dir, folder))) {
        const file = join(this.dir, folder, name);
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, text.replaceAll(samplesPort, `127.0.0.1:${demoServer.port}`));
      }
    }
  }

  static async make(): Promise<TestWorkspace> {
    return new TestWorkspace(await startDemoServer({ port: 0 }));
  }

  /** Whether a draft that was kept holds that text. */
  isDrafted(text: string): boolean {
    return readdirSync(join(this.dir, '.cairn', 'drafts'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .some((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(text));
  }

  async close(): Promise<void> {
    await this.demoServer.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly about: Announced;

  private constructor(child: ChildProcess, ended: Promise<void>, about: Announced) {
    this.#child = child;
    this.#ended = ended;
    this.about = about;
  }

  /** Resolves when it has said where it is. `port` 0 picks one. */
  static async start(workspace: TestWorkspace, port = 0): Promise<ServiceProcess> {
    const args = [join(root, 'out', 'cli.js'), 'serve', workspace.dir, '--port', String(port), '--json'];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CAIRN_HOME: workspace.home },
    });
    const ended = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
    });
    let said = '';
    let complained = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complained += chunk));
    const about = await new Promise<Announced>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        said += chunk;
        if (said.endsWith('}\n')) resolve(JSON.parse(said) as Announced);
      });
      child.once('close', (code) => reject(new Error(`the service ended with ${code}: ${said}${complained}`)));
    });
    return new ServiceProcess(child, ended, about);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** In order. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }

  /** At once. Its engine sees that it is alone, and ends in order. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
