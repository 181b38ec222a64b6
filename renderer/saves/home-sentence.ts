/** Why an element has no home, where that stands alone: with a full stop, and with a capital unless an id is in front. */
export function homeSentence(reason: string, isElement: (word: string) => boolean): string {
  const first = /^[\w.-]+/.exec(reason)?.[0] ?? '';
  const words = isElement(first) ? reason : reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
