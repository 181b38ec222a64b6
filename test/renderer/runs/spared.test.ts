import { describe, expect, it } from 'vitest';
import { deathSentence, isSpared } from '../../../renderer/runs/spared.ts';

describe('a job whose engine died', () => {
  const dead = { state: 'dead', lastDeath: { epoch: 3 } } as const;
  const none = { lost: [], twice: [] };
  const cost = (forecast: { readonly lost: readonly unknown[]; readonly twice: readonly unknown[] }, epoch = 3) => ({
    cost: { forecast, death: { epoch } },
    costKnown: true,
  });

  it('lost nothing where the engine had done nothing of it that was not saved', () => {
    expect(isSpared(dead, { cost: null, costKnown: true })).toBe(true);
    expect(isSpared(dead, cost(none))).toBe(true);
    expect(isSpared(dead, cost({ ...none, lost: ['one'] }, 2))).toBe(true);
  });

  it('lost something, or nobody knows that it did not', () => {
    expect(isSpared(dead, cost({ ...none, lost: ['one'] }))).toBe(false);
    expect(isSpared(dead, cost({ ...none, twice: ['one'] }))).toBe(false);
    expect(isSpared(dead, { cost: null, costKnown: false })).toBe(false);
    expect(isSpared({ state: 'dead', lastDeath: { epoch: null } }, { cost: null, costKnown: true })).toBe(false);
    expect(isSpared({ ...dead, state: 'active' }, { cost: null, costKnown: true })).toBe(false);
  });

  it('is told to have lost nothing only where it did not, and how it stood', () => {
    const waiting = { status: 'passive', held: false, incidents: 0 } as const;
    const allSaved = 'lost nothing: its last checkpoint has all of it.';
    expect(deathSentence(waiting, true)).toBe(`This job waited and ${allSaved}`);
    expect(deathSentence({ ...waiting, held: true }, true)).toBe(`This job was paused and ${allSaved}`);
    expect(deathSentence({ ...waiting, incidents: 1 }, true)).toBe(`This job stood at an incident and ${allSaved}`);
    expect(deathSentence({ ...waiting, status: 'active' }, true)).toBe(`This job ${allSaved}`);
    expect(deathSentence({ ...waiting, status: 'active' }, false)).toContain('what is lost');
    expect(deathSentence({ ...waiting, status: 'completed' }, false)).toContain('had ended');
  });
});
