/** One way of speaking for problems: the element by its name in front, then what is the matter, in a sentence. */
import type { ModdleElement } from 'bpmn-moddle';
import { rawTextOf } from '../../engine/model/element.ts';

/** `Activity_1 "Read invoice" (bpmn:ScriptTask): …`, as the engine's reader says it on the command line too. */
const DESCRIBED = /^(?:(\S+) )?(?:"(.*?)" )?\([\w-]+:(\w+)\): /;
const CITED = / ?\((BPMN 2\.0\.2, [^()]*)\)(\.?)$/;

/**
 * What the engine says, for people who see the element; `cited` is the place in the standard. `known`: the element's name,
 * where the engine did not say it.
 */
export function engineWords(
  message: string,
  known: string | null = null,
): { readonly message: string; readonly cited: string | null } {
  const cited = CITED.exec(message);
  const bare = cited === null ? message : message.slice(0, cited.index) + (cited[2] ?? '');
  const found = DESCRIBED.exec(bare);
  const [all = '', id, said, type = ''] = found ?? [];
  const who = wordsFor(type, id ?? '', said ?? known);
  return {
    message: found === null ? curled(bare) : `${who}: ${curled(bare.slice(all.length))}`,
    cited: cited?.[1] ?? null,
  };
}

/** Expressions, which may hold quotes themselves. */
const EXPRESSION = /(?:FEEL |(which ))"(.*)"(?= (?:is not valid FEEL|failed|calls))/s;

/** With the quotes that the window has everywhere; those of code stay as they are written. */
export function curled(message: string): string {
  if (EXPRESSION.test(message)) return message.replace(EXPRESSION, '$1“$2”');
  if (message.includes('{')) return message;
  const parts = message.split('"');
  const isQuoting = parts.every((part, index) => {
    if (index % 2 === 1) return /^\S(?:.*\S)?$/s.test(part);
    return (
      (index === 0 || /^(?:[\s.,;:)?!…]|$)/.test(part)) && (index === parts.length - 1 || /(?:^|[\s(])$/.test(part))
    );
  });
  if (!isQuoting || parts.length % 2 === 0) return message;
  return parts.map((part, index) => (index % 2 === 1 ? `“${part}”` : part)).join('');
}

/** What an element is called: by its name, else by type and id. */
export function wordsFor(type: string, id: string, name: string | null): string {
  const bare = name?.trim() ?? '';
  return bare === '' ? withoutName(type.replace(/^\w+:/, ''), id) : `“${bare}”`;
}

/** `Start event (id start)`. */
function withoutName(type: string, id: string): string {
  return id === '' ? typeWords(type) : `${typeWords(type)} (id ${id})`;
}

/** `SequenceFlow` → `Sequence flow`. */
function typeWords(type: string): string {
  const words = type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const STYLE: Readonly<Record<string, string>> = {
  'Element is missing label/name': 'has no name.',
  'Element is not connected': 'is not connected to anything.',
  'Element overlaps with other element': 'lies on another element.',
  'Element is outside of parent boundary': 'lies outside of what it belongs to.',
  'Incoming flows do not join': 'has several ways in and no gateway: each token goes on by itself.',
  'Gateway is superfluous. It only has one source and target.': 'does nothing: it has one way in and one way out.',
  'Gateway forks and joins': 'both joins and forks; two gateways would be easier to read.',
  'Sequence flow is missing condition': 'has no condition, and the other ways out of its gateway have.',
  'Termination is superfluous.': 'terminates where nothing else can be running; a plain end event does the same.',
  'SequenceFlow is a duplicate': 'is there twice.',
  'Duplicate outgoing sequence flows': 'has the same way out twice.',
  'Duplicate incoming sequence flows': 'has the same way in twice.',
};

/** What bpmnlint says, in our words. `element`: what it says it of. */
export function styleWords(message: string, id: string, element: ModdleElement | null): string {
  const name = element === null ? null : rawTextOf(element, 'name');
  const who = wordsFor(element?.$type ?? 'Element', id, name);
  const words = STYLE[message];
  return words === undefined ? `${who}: ${message}` : `${who} ${words}`;
}
