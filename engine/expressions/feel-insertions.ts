/** Text of FEEL that is rewritten before it is read. */

/** What is put into a text at a place. */
export interface Insertion {
  readonly at: number;
  /** Where what it replaces ends. */
  readonly to?: number;
  readonly text: string;
  /** Whether it ends what was begun before. */
  readonly closes: boolean;
}

/** The text with all of them. Those that begin at one place come in their order; of those that end there the one that began last is first. */
export function insertInto(text: string, inserted: readonly Insertion[]): string {
  if (inserted.length === 0) return text;
  let answer = '';
  let copied = 0;
  const ordered = inserted
    .map((each, index) => ({ ...each, index }))
    .toSorted(
      (a, b) =>
        a.at - b.at || Number(b.closes) - Number(a.closes) || (a.closes ? b.index - a.index : a.index - b.index),
    );
  for (const each of ordered) {
    answer += text.slice(copied, each.at) + each.text;
    copied = each.to ?? each.at;
  }
  return answer + text.slice(copied);
}
