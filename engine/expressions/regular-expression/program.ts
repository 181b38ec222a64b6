/** The tree of a pattern → a program in which no step goes back. */
import { PatternMistake, type Assertion, type Part, type Pattern } from './pattern.ts';
import type { Characters } from './characters.ts';

/** A step; `next` and `or` are places in the program. */
export type Step =
  | { readonly kind: 'character'; readonly characters: Characters; readonly next: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number }
  /** The first way is tried before the other. */
  | { readonly kind: 'fork'; next: number; or: number }
  | { readonly kind: 'mark'; readonly slot: number; readonly next: number }
  | { readonly kind: 'match' };

/** Longest program: repetitions of repetitions multiply. */
const MAX_STEPS = 10_000;

/** The steps, the first of which is the beginning. */
export function programOf({ part }: Pattern): readonly Step[] {
  const steps: Step[] = [];
  const add = (step: Step): void => {
    if (steps.length >= MAX_STEPS) throw new PatternMistake(`comes to more than ${MAX_STEPS} steps`);
    steps.push(step);
  };
  const mark = (slot: number): void => add({ kind: 'mark', slot, next: steps.length + 1 });
  const fork = (reluctant: boolean): ((exit: number) => void) => {
    const step: Extract<Step, { kind: 'fork' }> = { kind: 'fork', next: steps.length + 1, or: steps.length + 1 };
    add(step);
    return (exit) => {
      if (reluctant) step.next = exit;
      else step.or = exit;
    };
  };
  const emit = (it: Part): void => {
    switch (it.kind) {
      case 'character':
        return add({ kind: 'character', characters: it.characters, next: steps.length + 1 });
      case 'assertion':
        return add({ kind: 'assertion', assertion: it.assertion, next: steps.length + 1 });
      case 'sequence':
        return it.parts.forEach(emit);
      case 'group': {
        if (it.group === null) return emit(it.part);
        mark(2 * it.group);
        emit(it.part);
        return mark(2 * it.group + 1);
      }
      case 'choice': {
        const ends: ((exit: number) => void)[] = [];
        it.parts.forEach((each, index) => {
          if (index === it.parts.length - 1) return emit(each);
          const other = fork(false);
          emit(each);
          ends.push(jump(steps, add));
          other(steps.length);
        });
        for (const end of ends) end(steps.length);
        return;
      }
      case 'repeat': {
        for (let count = 0; count < it.least; count += 1) emit(it.part);
        if (it.most === null) {
          const start = steps.length;
          const leave = fork(it.reluctant);
          emit(it.part);
          jump(steps, add)(start);
          return leave(steps.length);
        }
        const leaves: ((exit: number) => void)[] = [];
        for (let count = it.least; count < it.most; count += 1) {
          leaves.push(fork(it.reluctant));
          emit(it.part);
        }
        for (const leave of leaves) leave(steps.length);
      }
    }
  };
  mark(0);
  emit(part);
  mark(1);
  add({ kind: 'match' });
  return steps;
}

function jump(steps: readonly Step[], add: (step: Step) => void): (exit: number) => void {
  const step: Extract<Step, { kind: 'fork' }> = { kind: 'fork', next: steps.length, or: steps.length };
  add(step);
  return (exit) => {
    step.next = exit;
    step.or = exit;
  };
}
