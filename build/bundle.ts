/**
 * Bundles the sources into `out/`: our code and pure JavaScript libraries together, for a quick start.
 *
 * Safe while other builds and running programs use the same `out/`: shared chunks carry a hash of their content and
 * are written before the entries that name them, every file appears by a rename, and the stamp comes last. A lock only
 * saves the work of building twice.
 *
 *     node build/bundle.ts [--if-stale]
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { build as buildPage } from 'vite';
import freshness from './freshness.cjs';
import { windowConfig, windowRoot } from './window-config.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'out');
const lock = join(out, '.lock');

/** Name in `out/` → source. All of them stay in one folder, so that `new URL('./x.js', import.meta.url)` finds its neighbour from a chunk too. */
const entries: Record<string, string> = {
  cli: 'engine/cli/main.ts',
  'engine-process': 'engine/runtime/engine-process.ts',
  'sandbox-worker': 'engine/expressions/sandbox-worker.ts',
  'writer-thread': 'engine/store/writer-thread.ts',
  'electron-main': 'electron/main.ts',
};

/** Native code and WebAssembly, which find their own files beside themselves. */
const external = [
  ...['better-sqlite3', 'quickjs-emscripten', 'quickjs-emscripten-core', '@jitl/*'],
  // Written in CommonJS that asks for Node's modules as it goes along.
  ...['fastify', '@fastify/*'],
  // Comes with its own binary.
  'electron',
];

const longBuildMs = 2_000;
const staleLockMs = 60_000;
const oldChunkMs = 24 * 60 * 60_000;

function presentEntries(): Record<string, string> {
  const missing = Object.values(entries).filter((source) => !existsSync(join(root, source)));
  if (missing.length > 0 && freshness.hasSources(root)) throw new Error(`missing: ${missing.join(', ')}`);
  return Object.fromEntries(Object.entries(entries).filter(([, source]) => !missing.includes(source)));
}

async function takeLock(): Promise<void> {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (lockIsAbandoned()) rmSync(lock, { force: true });
    else await sleep(50);
  }
}

function lockIsAbandoned(): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > staleLockMs) return true;
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function put(file: string, contents: Uint8Array | string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, contents);
  renameSync(temporary, file);
}

/** Chunks of earlier builds stay for a day: a program that is still running may yet ask for them. */
function dropOldFiles(folder: string, current: ReadonlySet<string>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) dropOldFiles(file, current);
    if (!entry.isFile() || entry.name.startsWith('.') || current.has(entry.name)) continue;
    const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > oldChunkMs) rmSync(file, { force: true });
  }
}

/** The window, to `out/renderer`: names carry a hash of their content, and the page that names them comes last. */
async function bundleWindow(): Promise<string[]> {
  if (!existsSync(windowRoot(root))) return []; // an installed package has no sources
  const config = windowConfig(root);
  // A test run that builds says "test", and what it builds is what people get.
  process.env['NODE_ENV'] = 'production';
  const result = await buildPage({ ...config, build: { ...config.build, write: false } });
  if (!('output' in result)) throw new Error('the build of the window gave no single output');
  const isPage = (name: string): boolean => name.endsWith('.html');
  for (const wanted of [false, true]) {
    for (const file of result.output.filter(({ fileName }) => isPage(fileName) === wanted))
      put(join(out, 'renderer', file.fileName), file.type === 'chunk' ? file.code : file.source);
  }
  return result.output.map(({ fileName }) => basename(fileName));
}

/** In the sandbox a preload script is one file, in CommonJS. */
async function bundlePreload(): Promise<string[]> {
  const source = 'electron/preload.ts';
  if (!existsSync(join(root, source))) return []; // an installed package has no sources
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { 'electron-preload': source },
    external: ['electron'],
    outdir: 'out',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    write: false,
    logLevel: 'warning',
  });
  for (const file of outputFiles) put(file.path, file.contents);
  return outputFiles.map(({ path }) => basename(path));
}

async function bundle(): Promise<void> {
  const stamp = freshness.fingerprint(root); // taken first: an edit during the build makes the result stale
  const entryPoints = presentEntries();
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    external,
    outdir: 'out',
    chunkNames: 'part-[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: true,
    write: false,
    logLevel: 'warning',
  });
  const isEntry = (path: string): boolean => !basename(path).startsWith('part-');
  for (const wanted of [false, true]) {
    for (const file of outputFiles.filter(({ path }) => isEntry(path) === wanted)) put(file.path, file.contents);
  }
  const window = [...(await bundleWindow()), ...(await bundlePreload())];
  put(join(out, freshness.stampName), stamp);
  dropOldFiles(out, new Set([...outputFiles.map(({ path }) => basename(path)), ...window]));
}

mkdirSync(out, { recursive: true });
await takeLock();
const notice = setTimeout(() => process.stderr.write('cairn: building, once …\n'), longBuildMs);
try {
  if (!(process.argv.includes('--if-stale') && freshness.isFresh(root))) await bundle();
} catch (error) {
  process.stderr.write(`cairn: the build failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
} finally {
  clearTimeout(notice);
  rmSync(lock, { force: true });
}
