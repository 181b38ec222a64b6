/**
 * Mends package-lock.json after `npm install`, so that `npm ci` works on every platform and with older npm:
 *
 * - A registry that lacks the binaries of some platforms makes npm leave them out, and `npm ci` then refuses the file
 *   wherever it is used. They are named here, by version; npm checks their sums where it knows them.
 * - npm 10 knows no `allowScripts`, and would ask for Python and a compiler to build better-sqlite3, which brings its
 *   binaries and says `gypfile: false` itself; npm reads that from here, and forgets to write it.
 * - No address of whatever registry this machine uses.
 *
 *     npm run lockfile
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  version?: string;
  resolved?: string;
  cpu?: string[];
  dev?: boolean;
  libc?: string[];
  optional?: boolean;
  os?: string[];
  gypfile?: boolean;
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, Locked>;
}

const prebuilt = 'node_modules/better-sqlite3';
const platform =
  /(?:\b|-)(?<os>aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(?<cpu>[a-z0-9]+)(?:-(?<abi>[a-z]+))?$/;

/** What npm would have written for a platform's package, as far as its name tells; undefined for any other package. */
function platformPackage(name: string, version: string, parent: Locked): Locked | undefined {
  const { os, cpu, abi } = platform.exec(name)?.groups ?? {};
  if (os === undefined || cpu === undefined) return undefined;
  const libc = os !== 'linux' || abi === undefined ? {} : { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] };
  return { version, cpu: [cpu], ...(parent.dev ? { dev: true } : {}), ...libc, optional: true, os: [os] };
}

export function mended(lock: Lockfile): Lockfile {
  const packages = structuredClone(lock.packages);
  for (const parent of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const absent = !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`));
      const added = absent ? platformPackage(name, version, parent) : undefined;
      if (added !== undefined) packages[`node_modules/${name}`] = added;
    }
  }
  for (const each of Object.values(packages)) {
    if (each.resolved?.startsWith('http')) delete each.resolved;
  }
  const built = packages[prebuilt];
  if (built !== undefined) built.gypfile = false;
  return {
    ...lock,
    packages: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))),
  };
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
  writeFileSync(file, `${JSON.stringify(mended(lock), null, 2)}\n`);
}
