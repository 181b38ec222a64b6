/** Does things side by side, a few at a time; answers come in the order of the things. */
import { availableParallelism } from 'node:os';

/** Engines that run at the same time. */
export const LANES = Math.max(2, Math.min(4, availableParallelism()));

export async function inLanes<Thing, Answer>(
  things: readonly Thing[],
  lanes: number,
  act: (thing: Thing) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(things.length);
  const left = things.entries();
  const lane = async (): Promise<void> => {
    for (const [index, thing] of left) answers[index] = await act(thing);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return answers;
}
