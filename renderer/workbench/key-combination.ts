/** Keys as commands name them (`mod+shift+z`), compared with what a keyboard says. */

export const isMac: boolean = navigator.platform.startsWith('Mac');

interface Combination {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly key: string;
}

function parse(keys: string): Combination {
  const parts = keys.toLowerCase().split('+');
  const key = parts.pop() ?? '';
  return {
    mod: parts.includes('mod'),
    shift: parts.includes('shift'),
    alt: parts.includes('alt'),
    key: key === 'plus' ? '+' : key,
  };
}

/** Whether a pressed key is the combination. For signs such as `?` the shift key does not matter. */
export function matches(event: KeyboardEvent, keys: string): boolean {
  const wanted = parse(keys);
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const isSign = wanted.key.length === 1 && !/[a-z0-9]/.test(wanted.key);
  return (
    event.key.toLowerCase() === wanted.key &&
    mod === wanted.mod &&
    event.altKey === wanted.alt &&
    (isSign || event.shiftKey === wanted.shift)
  );
}

/** Without a modifier the combination is left to text fields; but F1 to F12 type nothing. */
export function isPlain(keys: string): boolean {
  const { mod, alt, key } = parse(keys);
  return !mod && !alt && !isFunctionKey(key);
}

/** F1 to F12, which mean nothing to a text. */
export function isFunctionKey(key: string): boolean {
  return /^f\d{1,2}$/i.test(key);
}

/** Whether typing goes into the focused element. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

const NAMES: Readonly<Record<string, string>> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
  enter: 'Enter',
  delete: 'Del',
  ' ': 'Space',
};

/** For people, part by part: `['Ctrl', 'Shift', 'Z']`. */
export function keyParts(keys: string): string[] {
  const { mod, shift, alt, key } = parse(keys);
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1));
  return [
    mod ? (isMac ? '⌘' : 'Ctrl') : '',
    alt ? (isMac ? '⌥' : 'Alt') : '',
    shift ? (isMac ? '⇧' : 'Shift') : '',
    name,
  ].filter((part) => part !== '');
}
