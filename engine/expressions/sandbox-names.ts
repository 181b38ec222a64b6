import type { Variables } from '../core/value.ts';

/** Words by which a script can reach a variable without naming it. */
const REACHING = new Set([
  'variables',
  'execution',
  'environment',
  'eval',
  'Function',
  'constructor',
  'with',
  'globalThis',
  'this',
  'Reflect',
]);

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/**
 * Which variables a script can ask for: those that it names; all of them when it can reach them in another way. Nine
 * tenths of a script's time go into carrying variables, and most scripts name few.
 */
export function sendableNames(variables: Variables, sources: readonly string[]): readonly string[] {
  const all = Object.keys(variables);
  const named = new Set<string>();
  for (const source of sources) {
    // `\u0061bc` is a name too.
    if (source.includes('\\u')) return all;
    for (const [name] of source.matchAll(NAME)) {
      if (REACHING.has(name)) return all;
      named.add(name);
    }
  }
  return all.filter((name) => named.has(name));
}
