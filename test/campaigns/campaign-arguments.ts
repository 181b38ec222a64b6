/** What a campaign is called with. */

/**
 * The whole numbers of a command line, in their order, each with what stands for it where it is left out; or what is wrong with
 * the line. A campaign that reads nothing because of a mistyped option would look like one without a failure.
 */
export function wholeNumbersOf(
  line: readonly string[],
  parameters: Readonly<Record<string, { readonly least: number; readonly otherwise: number }>>,
  command: string,
): readonly number[] | { readonly mistake: string } {
  const entries = Object.entries(parameters);
  const usage = `usage: ${command} -- ${entries.map(([name, { otherwise }]) => `[${name}, else ${otherwise}]`).join(' ')}`;
  const surplus = line[entries.length];
  if (surplus !== undefined) return { mistake: `${surplus} is one too many; ${usage}` };
  const numbers: number[] = [];
  for (const [index, [name, { least, otherwise }]] of entries.entries()) {
    const given = line[index];
    const value = given === undefined ? otherwise : /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least)
      return { mistake: `${given} cannot be ${name}, which is a whole number from ${least} on; ${usage}` };
    numbers.push(value);
  }
  return numbers;
}
