/** Files that came with the package. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Two folders above the sources, one above the bundle; null: it did not come along. */
export function packageFile(path: string, here: string = import.meta.url): string | null {
  const places = [`../${path}`, `../../${path}`].map((place) => fileURLToPath(new URL(place, here)));
  return places.find((place) => existsSync(place)) ?? null;
}

/** Which Cairn this is. */
export function version(): string {
  const file = packageFile('package.json');
  const read: unknown = file === null ? null : JSON.parse(readFileSync(file, 'utf8'));
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : 'unknown';
}
