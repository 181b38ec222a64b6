/** Every moment of a sample's run at which its engine can be killed at a file operation. */
import type { SeededChoice } from '../seeded-choice.ts';
import type { Orders } from './interposer.ts';
import type { Operation } from './journal.ts';

/** Operations of a recovery, about: a second kill falls among them. */
const RECOVERY = 60;

/** Each operation × before, after and, where it writes, torn. */
export function everyPoint(operations: readonly Operation[]): Orders[] {
  return operations.flatMap(({ kind }, index): Orders[] => {
    const operation = index + 1;
    const modes = kind === 'write' ? (['before', 'after', 'torn'] as const) : (['before', 'after'] as const);
    return modes.map((mode) => ({ operation, mode }));
  });
}

export function sampled<Thing>(things: readonly Thing[], count: number, chance: SeededChoice): Thing[] {
  const left = [...things];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(chance.below(left.length), 1)).flat();
}

/** The same, and another kill while the next engine recovers. */
export function againInRecovery(first: Orders, chance: SeededChoice): Orders[] {
  const modes = ['before', 'after', 'torn'] as const;
  return [first, { operation: 1 + chance.below(RECOVERY), mode: modes[chance.below(modes.length)] ?? 'before' }];
}

export function labelOf(orders: readonly Orders[]): string {
  return orders.map(({ operation, mode }) => `${mode} operation ${operation}`).join(', then ');
}
