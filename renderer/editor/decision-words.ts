/** What the engine says of a DMN file, for people who see it: decisions and columns by their names. */
import { curled, wordsFor } from './problem-words.ts';

const DECISION =
  /^(decision service|decision|business knowledge model) ([^\s,:]+)(?:, (.*?)(?=: (?:FEEL "|there is no function )))?([: ].*)$/s;
/** A column that nobody has named is called by its number. */
const NUMBERED = /^(?:in|out)put \d+$/;

/** `rules/a.dmn: decision d, rule 1, n: …` → `“Discount”, rule 1, “n”: …`: the file is the one in view. `names`: by id. */
export function decisionWords(message: string, path: string, names: ReadonlyMap<string, string>): string {
  const own = `${path}: `;
  const bare = message.startsWith(own) ? message.slice(own.length) : message;
  const found = DECISION.exec(bare);
  if (found === null) return curled(bare.charAt(0).toUpperCase() + bare.slice(1));
  const [, kind = '', id = '', place, rest = ''] = found;
  const who = wordsFor(kind, id, names.get(id) ?? null);
  return `${who}${place === undefined ? '' : `, ${placeWords(place)}`}${curled(rest)}`;
}

function placeWords(place: string): string {
  const [, before, column] = /^(rule \d+, |(?:(?:values|default) of )?(?:in|out)put )(.*)$/s.exec(place) ?? [];
  if (before === undefined || column === undefined || NUMBERED.test(place) || NUMBERED.test(column)) return place;
  return `${before}“${column}”`;
}
