/** Why an incident is one, below the name of its element. */

/** Without the element in front, and without its title beside its id: both stand above it already. */
export function reasonOf(
  { element, message }: { readonly element: string | null; readonly message: string },
  name: string,
): string {
  const front = `${element ?? ''}: `;
  const reason = element !== null && message.startsWith(front) ? message.slice(front.length) : message;
  if (element === null) return reason;
  return reason.replace(`${element} (“${name}”)`, element).replace(`“${name}” (${element})`, element);
}

/**
 * As the window writes: with a capital, a full stop, and its quotation marks, where what is quoted is no code that has marks
 * of its own.
 */
export function asSentence(reason: string): string {
  const text = reason.replace(/^the /, 'The ');
  const quoted = text.replaceAll(/(?<=^|[\s(])"([^"\n]+)"(?=[\s:;,.)]|$)/g, '“$1”');
  const named = quoted.includes('"') || /[{[]\s*“/.test(quoted) ? text : quoted;
  const whole = named.replaceAll(/(?<=\s)'(\w+)'(?=[\s:;,.)]|$)/g, '“$1”');
  return /[\w”)]$/.test(whole) && !whole.includes('\n') ? `${whole}.` : whole;
}
