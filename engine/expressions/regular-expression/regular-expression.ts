/**
 * Regular expressions of FEEL, in time that grows with the text and never explodes: all ways through the pattern are
 * followed at once, a character at a time (Thompson's method), where the host's own expressions try one way after
 * another and may take years for `(a+)+b`. A bound on the work makes sure of the rest.
 */
import { BoundedCache } from '../bounded-cache.ts';
import { PatternMistake, readPattern, type Assertion } from './pattern.ts';
import { programOf, type Step } from './program.ts';

export { PatternMistake } from './pattern.ts';

/** A match: start and end of the whole and of each group, in code points; undefined where a group took no part. */
type Slots = readonly (number | undefined)[];

/** Most work for one call, in steps of the program: about half a second. */
export const MAX_WORK = 5_000_000;

interface Compiled {
  readonly steps: readonly Step[];
  readonly groups: number;
  readonly multiline: boolean;
}

const known = new BoundedCache<Compiled>(1_000);

function compiled(pattern: string, flags: string): Compiled {
  return known.get(`${flags}/${pattern}`, () => {
    const tree = readPattern(pattern, flags);
    return { steps: programOf(tree), groups: tree.groups, multiline: tree.multiline };
  });
}

/**
 * Whether the pattern is somewhere in the text.
 * @throws PatternMistake
 */
export function matches(text: string, pattern: string, flags: string): boolean {
  return new Search(Array.from(text), compiled(pattern, flags)).from(0) !== null;
}

/**
 * The text with every match replaced; `$1` stands for a group, `$0` for the whole, `\$` and `\\` for themselves.
 * @throws PatternMistake also where the pattern matches the empty text (XPath, FORX0003)
 */
export function replace(text: string, pattern: string, replacement: string, flags: string): string {
  const program = compiled(pattern, flags);
  refuseEmpty(program);
  const characters = Array.from(text);
  const search = new Search(characters, program);
  const pieces = flags.includes('q') ? [replacement] : piecesOf(replacement, program.groups);
  let answer = '';
  let at = 0;
  for (const match of search.all()) {
    answer += characters.slice(at, match[0]).join('');
    for (const piece of pieces) {
      answer +=
        typeof piece === 'string' ? piece : characters.slice(match[2 * piece] ?? 0, match[2 * piece + 1] ?? 0).join('');
    }
    at = match[1] ?? at;
  }
  return answer + characters.slice(at).join('');
}

/**
 * What the pattern matches, one after the other; empty matches are none.
 * @throws PatternMistake
 */
export function extract(text: string, pattern: string): string[] {
  const characters = Array.from(text);
  const matched = [...new Search(characters, compiled(pattern, '')).all()];
  return matched
    .filter(([start = 0, end = 0]) => end > start)
    .map(([start, end]) => characters.slice(start, end).join(''));
}

/**
 * The parts of the text between the matches; an empty match splits between two characters.
 * @throws PatternMistake
 */
export function split(text: string, pattern: string): string[] {
  const characters = Array.from(text);
  const parts: string[] = [];
  let at = 0;
  for (const [start = 0, end = 0] of new Search(characters, compiled(pattern, '')).all()) {
    if (end === start && (start === 0 || start === characters.length)) continue;
    parts.push(characters.slice(at, start).join(''));
    at = end;
  }
  parts.push(characters.slice(at).join(''));
  return parts;
}

function refuseEmpty(program: Compiled): void {
  if (new Search([], program).from(0) !== null) {
    throw new PatternMistake('matches the empty text, so that there is no end of replacing');
  }
}

/** Texts, and numbers of groups. */
function piecesOf(replacement: string, groups: number): (string | number)[] {
  const pieces: (string | number)[] = [];
  const rest = replacement.replace(/\\[\\$]|\$\d+|[^\\$]+/g, (piece) => {
    if (piece.startsWith('\\')) pieces.push(piece.slice(1));
    else if (!piece.startsWith('$')) pieces.push(piece);
    else {
      let digits = piece.slice(1);
      while (digits.length > 1 && Number(digits) > groups) digits = digits.slice(0, -1);
      if (Number(digits) <= groups) pieces.push(Number(digits));
      pieces.push(piece.slice(1 + digits.length));
    }
    return '';
  });
  if (rest !== '') throw new PatternMistake('has a replacement in which $ or \\ stands alone; write \\$ or \\\\');
  return pieces;
}

class Search {
  readonly #text: readonly string[];
  readonly #points: readonly number[];
  readonly #program: Compiled;
  /** When a step was last reached: no step is followed twice at one place. */
  readonly #seen: Int32Array;
  #turn = 0;
  #work = 0;

  constructor(text: readonly string[], program: Compiled) {
    this.#text = text;
    this.#points = text.map((character) => character.codePointAt(0) ?? 0);
    this.#program = program;
    this.#seen = new Int32Array(program.steps.length);
  }

  *all(): Generator<Slots> {
    for (let at = 0; at <= this.#points.length;) {
      const match = this.from(at);
      if (match === null) return;
      yield match;
      const [start = 0, end = 0] = match;
      at = end > start ? end : end + 1;
    }
  }

  /** The first match that begins at `start` or later. */
  from(start: number): Slots | null {
    const { steps } = this.#program;
    let best: Slots | null = null;
    let now: [number, Slots][] = [];
    for (let at = start; at <= this.#points.length; at += 1) {
      const alive: [number, Slots][] = [];
      const point = this.#points[at];
      this.#turn += 1;
      // A match that begins later comes after all that began before it, and not at all once there is one.
      if (best === null) now.push([0, []]);
      else if (now.length === 0) break;
      for (const [place, slots] of now) {
        const reached = this.#follow(place, slots, at, alive);
        if (reached === null) continue;
        best = reached;
        break;
      }
      now = [];
      if (point === undefined) break;
      for (const [place, slots] of alive) {
        const step = steps[place] as Extract<Step, { kind: 'character' }>;
        if (step.characters(point)) now.push([step.next, slots]);
      }
      this.#count(alive.length);
    }
    return best;
  }

  /** Goes on until a character is asked for; the answer is a match, after which what comes later does not count. */
  #follow(from: number, slots: Slots, at: number, alive: [number, Slots][]): Slots | null {
    const open: [number, Slots][] = [[from, slots]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [place, marks] = next;
      if (this.#seen[place] === this.#turn) continue;
      this.#seen[place] = this.#turn;
      this.#count(1);
      const step = this.#program.steps[place] as Step;
      switch (step.kind) {
        case 'character':
          alive.push([place, marks]);
          break;
        case 'assertion':
          if (this.#holds(step.assertion, at)) open.push([step.next, marks]);
          break;
        case 'mark': {
          const changed = [...marks];
          changed[step.slot] = at;
          open.push([step.next, changed]);
          break;
        }
        case 'fork':
          if (step.or !== step.next) open.push([step.or, marks]);
          open.push([step.next, marks]);
          break;
        case 'match':
          return marks;
      }
    }
    return null;
  }

  #holds(assertion: Assertion, at: number): boolean {
    switch (assertion) {
      case 'start':
        return at === 0 || (this.#program.multiline && this.#text[at - 1] === '\n');
      case 'end':
        return at === this.#text.length || (this.#program.multiline && this.#text[at] === '\n');
      case 'word-edge':
        return isWord(this.#text[at - 1]) !== isWord(this.#text[at]);
      case 'no-word-edge':
        return isWord(this.#text[at - 1]) === isWord(this.#text[at]);
    }
  }

  #count(work: number): void {
    this.#work += work;
    if (this.#work > MAX_WORK) {
      throw new PatternMistake(`takes more than ${MAX_WORK} steps on a text of ${this.#text.length} characters`);
    }
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^[\p{L}\p{N}_]$/u.test(character);
}
