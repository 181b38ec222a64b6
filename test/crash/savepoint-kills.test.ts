/**
 * Savepoints and restores under fire: an engine is killed with SIGKILL at every numbered moment of them, while it takes up
 * what the one before had left of the request. A savepoint is complete or absent, a job is restored once, and the story ends the same
 * (checkpoint-semantics, section 8).
 */
import { describe, expect, it } from 'vitest';
import type { CrashPoint } from '../../engine/protocol/engine-link.ts';
import { EngineHere } from './engine-here.ts';
import { inLanes, LANES } from './lanes.ts';
import { SavepointStory, STORY_END } from './savepoint-story.ts';

const moment = (what: 'savepoint' | 'restore', visit: number): CrashPoint => ({
  element: `(${what})`,
  point: 'after-commit',
  visit,
});

async function told(saving: readonly CrashPoint[], restoring: readonly CrashPoint[], here: EngineHere | null = null) {
  const story = new SavepointStory(undefined, here);
  try {
    const end = await story.finished(
      await story.saved({ crashPoints: saving }),
      restoring.length === 0 ? {} : { crashPoints: restoring },
    );
    return { end, deaths: story.deaths, faults: story.faults };
  } finally {
    story.folder.remove();
  }
}

describe('killed with SIGKILL', { timeout: 300_000 }, () => {
  const undisturbed = { end: STORY_END };

  it('never, the story ends as it must', async () => {
    expect(await told([], [])).toEqual({ ...undisturbed, deaths: 0, faults: [] });
  });

  // An engine that died at one moment is followed by one that dies at the next: each takes up what the one before left.
  it('at every moment, one after the other, a savepoint is complete or absent, and a job is restored once', async () => {
    const saving = Array.from({ length: 12 }, (_, index) => moment('savepoint', index + 1));
    const restoring = Array.from({ length: 4 }, (_, index) => moment('restore', index + 1));
    const { end, deaths, faults } = await told(saving, restoring);
    expect(faults).toEqual([]);
    expect(end).toEqual(undisturbed.end);
    // The last of each is never reached.
    expect(deaths).toBe(11 + 3);
  });

  it('at some moments of a savepoint alone', async () => {
    const here = new EngineHere();
    const ends = await inLanes([2, 8, 10], LANES, (visit) => told([moment('savepoint', visit)], [], here));
    await here.close();
    expect(ends).toEqual(ends.map(() => ({ end: undisturbed.end, deaths: 1, faults: [] })));
  });
});
