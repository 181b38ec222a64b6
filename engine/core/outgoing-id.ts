/** Ids of what leaves a job: deterministic, so that a send that is performed again is recognised. */
import { longId } from './hash.ts';
import type { Step } from './step.ts';

/** The same send, performed again after a crash, has the same id. `part`: which of an event's definitions it is. */
export function outgoingId(
  kind: 'message' | 'signal',
  step: Step,
  instance: string,
  edit: number,
  part: number,
): string {
  const place = part === 0 ? [] : [String(part)];
  return longId(kind, step.state.lineage, instance, String(edit), ...place);
}
