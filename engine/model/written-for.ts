/** For which engines a process is written, by the extensions in it. */
import type { CronDialect } from './cron-text.ts';
import type { ProcessDraft } from './draft.ts';
import { childOf, childrenOf, extensionsOf, type Element } from './element.ts';
import { foreignAttributes, ZEEBE } from './namespace.ts';
import { OLDER } from './vendor-elements.ts';

export interface WrittenFor {
  /** Camunda 7 or its kin. */
  readonly older: boolean;
  /** Any of the engines whose extensions mean something to Cairn. */
  readonly other: boolean;
}

/** Looks for attributes and elements of other engines in a process and in what it consists of. */
export function writtenFor(draft: ProcessDraft): WrittenFor {
  const found = new Set<string>();
  for (const element of [draft.element, ...[...draft.nodes.values()].map((node) => node.element)]) {
    const loop = childOf(element, 'loopCharacteristics');
    const parts = [element, ...childrenOf(element, 'eventDefinitions'), ...(loop === null ? [] : [loop])];
    for (const uri of parts.flatMap(namespacesOf)) found.add(uri);
  }
  const older = OLDER.some((uri) => found.has(uri));
  return { older, other: older || found.has(ZEEBE) };
}

function namespacesOf(element: Element): string[] {
  return [
    ...foreignAttributes(element).flatMap(({ uri }) => uri ?? []),
    ...extensionsOf(element).flatMap(({ $descriptor }) => $descriptor.ns.uri ?? []),
  ];
}

/** How a file's cron expressions are read: as in Zeebe if the file was made for it, else as in Quartz, like those of the others. */
export function cronDialectOf(element: Element): CronDialect {
  for (let at: Element | undefined = element; at !== undefined; at = at.$parent) {
    for (const [name, value] of Object.entries(at.$attrs ?? {})) {
      if (name.startsWith('xmlns:') && value === ZEEBE) return 'spring';
      if (name.endsWith(':executionPlatform') && value === 'Camunda Cloud') return 'spring';
    }
  }
  return 'quartz';
}

/** jBPM's own namespace, and the address of MVEL, its expression language. */
const JBPM = /^http:\/\/www\.(?:jboss\.org\/drools|mvel\.org\/2\.0)$/;

/**
 * Whether an assignment's plain text is a value, as in jBPM, whose designers write constants so: `#{…}` alone is evaluated
 * there. The files name MVEL as the language of all their expressions, or nothing.
 */
export function assignsText(definitions: Element, expressionLanguage: string | null): boolean {
  if (expressionLanguage !== null) return JBPM.test(expressionLanguage);
  return Object.entries(definitions.$attrs ?? {}).some(
    ([name, value]) => name.startsWith('xmlns:') && typeof value === 'string' && JBPM.test(value),
  );
}
