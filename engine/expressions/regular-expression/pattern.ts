/** The text of a pattern → its tree. */
import { CLASSES, CONTROLS, inAnyCase, property, type Characters } from './characters.ts';

/** Why a pattern cannot be used. */
export class PatternMistake extends Error {}

export type Assertion = 'start' | 'end' | 'word-edge' | 'no-word-edge';

export type Part =
  | { readonly kind: 'character'; readonly characters: Characters }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'choice'; readonly parts: readonly Part[] }
  /** From 1; null: not captured. */
  | { readonly kind: 'group'; readonly group: number | null; readonly part: Part }
  | {
      readonly kind: 'repeat';
      readonly part: Part;
      readonly least: number;
      /** Null: without end. */
      readonly most: number | null;
      readonly reluctant: boolean;
    };

export interface Pattern {
  readonly part: Part;
  readonly groups: number;
  readonly multiline: boolean;
}

const FLAGS = ['s', 'm', 'i', 'x', 'q'];

/** Nesting is limited: nobody writes it, and reading it takes the stack. */
const MAX_DEPTH = 100;

/**
 * Reads a pattern with XPath's flags: `s` a dot is any character, `m` lines have starts and ends, `i` either case, `x`
 * white space does not count, `q` every character is itself.
 * @throws PatternMistake
 */
export function readPattern(text: string, flags: string): Pattern {
  for (const flag of flags) {
    if (!FLAGS.includes(flag)) throw new PatternMistake(`has the flag ${flag}; there are ${FLAGS.join(', ')}`);
  }
  return new Reader(text, flags).read();
}

class Reader {
  readonly #text: readonly string[];
  readonly #flags: Set<string>;
  #at = 0;
  #groups = 0;
  #depth = 0;

  constructor(text: string, flags: string) {
    this.#flags = new Set(flags);
    this.#text = Array.from(text);
    const inline = /^\(\?([smix]+)\)/.exec(text);
    if (inline === null || this.#flags.has('q')) return;
    for (const flag of inline[1] ?? '') this.#flags.add(flag);
    this.#at = inline[0].length;
  }

  read(): Pattern {
    const part: Part = this.#flags.has('q')
      ? { kind: 'sequence', parts: this.#text.map((character) => this.#literal(character)) }
      : this.#choice();
    if (!this.#flags.has('q') && this.#at < this.#text.length) throw new PatternMistake('has a ) without its (');
    return { part, groups: this.#groups, multiline: this.#flags.has('m') };
  }

  #peek(): string | undefined {
    if (this.#flags.has('x')) while (/^\s$/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#text[this.#at];
  }

  #take(): string {
    const character = this.#text[this.#at];
    if (character === undefined) throw new PatternMistake('ends too soon');
    this.#at += 1;
    return character;
  }

  #choice(): Part {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new PatternMistake(`is nested deeper than ${MAX_DEPTH} levels`);
    const parts = [this.#sequence()];
    while (this.#peek() === '|') {
      this.#at += 1;
      parts.push(this.#sequence());
    }
    this.#depth -= 1;
    return parts.length === 1 ? (parts[0] as Part) : { kind: 'choice', parts };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      parts.push(this.#repeated(this.#atom()));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(part: Part): Part {
    const range = this.#quantifier();
    if (range === null) return part;
    if (part.kind === 'assertion') throw new PatternMistake('repeats what has no length');
    const reluctant = this.#peek() === '?';
    if (reluctant) this.#at += 1;
    if (this.#quantifier() !== null) throw new PatternMistake('has two quantifiers after one another');
    return { kind: 'repeat', part, least: range[0], most: range[1], reluctant };
  }

  #quantifier(): readonly [number, number | null] | null {
    switch (this.#peek()) {
      case '?':
        this.#at += 1;
        return [0, 1];
      case '*':
        this.#at += 1;
        return [0, null];
      case '+':
        this.#at += 1;
        return [1, null];
      case '{': {
        const end = this.#text.indexOf('}', this.#at);
        const range = /^\{(\d{1,6})(,(\d{1,6})?)?\}$/.exec(
          this.#text.slice(this.#at, end < 0 ? this.#at : end + 1).join(''),
        );
        if (range === null) throw new PatternMistake('has a { that begins no quantifier');
        this.#at = end + 1;
        const least = Number(range[1]);
        const most = range[2] === undefined ? least : range[3] === undefined ? null : Number(range[3]);
        if (most !== null && most < least) throw new PatternMistake(`repeats from ${least} to ${most} times`);
        return [least, most];
      }
      default:
        return null;
    }
  }

  #atom(): Part {
    const character = this.#take();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'character', characters: this.#cased(this.#set()) };
      case '.': {
        const any = this.#flags.has('s');
        return { kind: 'character', characters: (it) => any || (it !== 0xa && it !== 0xd) };
      }
      case '^':
        return { kind: 'assertion', assertion: 'start' };
      case '$':
        return { kind: 'assertion', assertion: 'end' };
      case '\\':
        return this.#escape();
      case '?':
      case '*':
      case '+':
      case '{':
        throw new PatternMistake(`has a ${character} with nothing before it to repeat`);
      case ']':
      case '}':
        throw new PatternMistake(`has a ${character} without its beginning`);
      default:
        return this.#literal(character);
    }
  }

  #group(): Part {
    let captured = true;
    if (this.#text[this.#at] === '?') {
      const opening = this.#text.slice(this.#at, this.#at + 40).join('');
      const named = /^\?<[A-Za-z]\w*>/.exec(opening);
      if (opening.startsWith('?:')) {
        captured = false;
        this.#at += 2;
      } else if (named !== null) this.#at += named[0].length;
      else if (/^\?<?[=!]/.test(opening)) {
        throw new PatternMistake('looks ahead or behind, which FEEL does not have');
      } else throw new PatternMistake(`has a group that begins with (${opening.slice(0, 2)}, which FEEL does not have`);
    }
    let group: number | null = null;
    if (captured) {
      this.#groups += 1;
      group = this.#groups;
    }
    const part = this.#choice();
    if (this.#peek() !== ')') throw new PatternMistake('has a ( without its )');
    this.#at += 1;
    return { kind: 'group', group, part };
  }

  #escape(): Part {
    const letter = this.#take();
    if (letter === 'b') return { kind: 'assertion', assertion: 'word-edge' };
    if (letter === 'B') return { kind: 'assertion', assertion: 'no-word-edge' };
    if (/^[1-9]$/.test(letter)) {
      throw new PatternMistake(
        `refers back to a group by \\${letter}, which is not supported: it cannot be matched in bounded time`,
      );
    }
    return { kind: 'character', characters: this.#cased(this.#escaped(letter)) };
  }

  /** After the backslash. */
  #escaped(letter: string): Characters {
    const known = CLASSES[letter];
    if (known !== undefined) return known;
    if (letter === 'p' || letter === 'P') {
      const end = this.#text.indexOf('}', this.#at);
      const name = this.#text[this.#at] === '{' && end > 0 ? this.#text.slice(this.#at + 1, end).join('') : '';
      const characters = name === '' ? null : property(name);
      if (characters === null) throw new PatternMistake(`has \\${letter} with an unknown property "${name}"`);
      this.#at = end + 1;
      return letter === 'p' ? characters : (it) => !characters(it);
    }
    return same(this.#single(letter));
  }

  #single(letter: string): number {
    const control = CONTROLS[letter] ?? letter;
    if (letter === 'u' || letter === 'x') {
      const digits = this.#text.slice(this.#at, this.#at + (letter === 'u' ? 4 : 2)).join('');
      if (!/^[0-9a-fA-F]+$/.test(digits)) throw new PatternMistake(`has \\${letter} without its digits`);
      this.#at += digits.length;
      return Number.parseInt(digits, 16);
    }
    if (/^[A-Za-z0-9]$/.test(control)) throw new PatternMistake(`has \\${letter}, which means nothing`);
    return control.codePointAt(0) ?? 0;
  }

  /** After the opening bracket. */
  #set(): Characters {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new PatternMistake(`is nested deeper than ${MAX_DEPTH} levels`);
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at += 1;
    const items: Characters[] = [];
    let without: Characters | null = null;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) throw new PatternMistake('has a [ without its ]');
      if (character === ']' && items.length > 0) break;
      this.#at += 1;
      if (character === '-' && this.#text[this.#at] === '[' && items.length > 0) {
        this.#at += 1;
        without = this.#set();
        if (this.#text[this.#at] !== ']') throw new PatternMistake('goes on after what is taken out of a [ ]');
        break;
      }
      if (character === ']') throw new PatternMistake('has [ ] with nothing in it');
      if (character === '[') throw new PatternMistake('has a [ within [ ]; write \\[');
      const item = this.#item(character);
      if (item !== null) items.push(item);
    }
    this.#at += 1;
    this.#depth -= 1;
    return (it) => items.some((item) => item(it)) !== negated && (without === null || !without(it));
  }

  #item(character: string): Characters | null {
    if (this.#flags.has('x') && /^\s$/.test(character)) return null;
    let from: number;
    if (character === '\\') {
      const letter = this.#take();
      if (letter in CLASSES || letter === 'p' || letter === 'P') return this.#escaped(letter);
      from = this.#single(letter);
    } else from = character.codePointAt(0) ?? 0;
    const after = this.#text[this.#at + 1];
    if (this.#text[this.#at] !== '-' || after === undefined || after === ']' || after === '[') return same(from);
    this.#at += 2;
    const to = after === '\\' ? this.#single(this.#take()) : (after.codePointAt(0) ?? 0);
    if (to < from) throw new PatternMistake('has a range in [ ] that goes backwards');
    return (it) => it >= from && it <= to;
  }

  #literal(character: string): Part {
    return { kind: 'character', characters: this.#cased(same(character.codePointAt(0) ?? 0)) };
  }

  #cased(characters: Characters): Characters {
    return this.#flags.has('i') ? inAnyCase(characters) : characters;
  }
}

function same(codePoint: number): Characters {
  return (it) => it === codePoint;
}
