/** Why an incident is one, below the name of its element. */

/** Without the element in front, and without its title beside its id: both stand above it already. */
export function reasonOf(
  { element, message }: { readonly element: string | null; readonly message: string },
  name: string,
): string {
  const front = `${element ?? ''}: `;
  const reason = element !== null && message.startsWith(front) ? message.slice(front.length) : message;
  return element === null ? reason : reason.replace(`${element} (“${name}”)`, element);
}
