/**
 * Saves by the thousand: files that are written as nobody's editor writes them, edited by chance, saved, opened, edited and saved
 * again. `npm run campaign:save -- 5000 1` does as many, from a seed on.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeededChoice } from '../../crash/seeded-choice.ts';
import { wholeNumbersOf } from '../campaign-arguments.ts';
import { decoratedFile, decorationsOf, NAMES, type Decoration } from './decorated-file.ts';
import { editsOf, type Edit } from './random-edit.ts';
import { judgedSave } from './save-oracle.ts';

export interface SaveCase {
  /** In the corpus. */
  readonly name: string;
  readonly decorations: readonly Decoration[];
  /** Edits, saved and opened again behind each list. */
  readonly rounds: readonly (readonly Edit[])[];
}

export interface Verdict {
  readonly faults: readonly string[];
  /** The edits in words. */
  readonly did: readonly string[];
  /** Marks that had to be there afterwards, and were looked for. */
  readonly marks: number;
}

/** What once went wrong: permanent tests. */
export function knownCases(): SaveCase[] {
  return readFileSync(join(import.meta.dirname, 'known-cases.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as SaveCase);
}

/** The same case for the same seed. */
export function saveCase(seed: number): SaveCase {
  const choice = new SeededChoice(seed);
  const name = NAMES[choice.below(NAMES.length)] ?? '';
  return { name, decorations: decorationsOf(choice), rounds: [editsOf(choice), editsOf(choice)] };
}

/** Carries out a case. Never rejects: what is thrown is a fault. */
export async function verdictOf({ name, decorations, rounds }: SaveCase): Promise<Verdict> {
  const { text, marks } = decoratedFile(name, decorations);
  const did: string[] = [];
  let now = text;
  let looked = 0;
  for (const [round, edits] of rounds.entries()) {
    try {
      const judged = await judgedSave(now, marks, edits, round);
      did.push(...judged.did);
      looked += judged.looked;
      if (judged.faults.length > 0) return { faults: judged.faults, did, marks: looked };
      now = judged.text;
    } catch (failure) {
      return {
        faults: [`thrown: ${failure instanceof Error ? failure.message : String(failure)}`],
        did,
        marks: looked,
      };
    }
  }
  return { faults: [], did, marks: looked };
}

/** A case with the same fault, and nothing in it that the fault does not need. */
export async function reduced(given: SaveCase): Promise<SaveCase> {
  const sort = async (of: SaveCase): Promise<string> =>
    ((await verdictOf(of)).faults[0] ?? '').replace(/mark-\d+-\d+|#\S+|".*|<.*>/g, '').slice(0, 30);
  const wanted = await sort(given);
  let least = given;
  for (let smaller: SaveCase | undefined = given; smaller !== undefined;) {
    least = smaller;
    const { decorations, rounds } = least;
    const candidates: SaveCase[] = [
      ...decorations.map((_, index) => ({ ...least, decorations: decorations.toSpliced(index, 1) })),
      ...rounds.flatMap((edits, round) =>
        edits.map((_, index) => ({ ...least, rounds: rounds.with(round, edits.toSpliced(index, 1)) })),
      ),
    ];
    smaller = undefined;
    for (const each of candidates) if ((await sort(each)) === wanted) smaller ??= each;
  }
  return least;
}

const PARAMETERS = { SAVES: { least: 1, otherwise: 5_000 }, 'FIRST-SEED': { least: 0, otherwise: 1 } };

if (import.meta.main) {
  const numbers = wholeNumbersOf(process.argv.slice(2), PARAMETERS, 'npm run campaign:save');
  if ('mistake' in numbers) {
    process.stderr.write(`${numbers.mistake}\n`);
    process.exitCode = 2;
  } else await saveAll(...(numbers as [number, number]));
}

async function saveAll(count: number, first: number): Promise<void> {
  let [failures, marks] = [0, 0];
  for (let seed = first; seed < first + count; seed += 1) {
    const given = saveCase(seed);
    const verdict = await verdictOf(given);
    marks += verdict.marks;
    if ((seed - first + 1) % 500 === 0) process.stderr.write(`${seed - first + 1} of ${count}\n`);
    if (verdict.faults.length === 0) continue;
    failures += 1;
    const least = await reduced(given);
    const { did, faults } = await verdictOf(least);
    const said = [JSON.stringify(least), did.join('; '), ...faults].map((line) => `  ${line.slice(0, 600)}\n`);
    process.stdout.write(`seed ${seed}:\n${said.join('')}`);
  }
  process.stdout.write(
    `${count} files saved twice from seed ${first}, ${marks} marks looked for, ${failures} failures\n`,
  );
  process.exitCode = failures === 0 ? 0 : 1;
}
