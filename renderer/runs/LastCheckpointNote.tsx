import { hasEnded, useJob } from '../jobs/job-store.ts';
import { isAsSaved, useStill } from '../jobs/still.ts';
import { useIsSpared } from './spared.ts';

/** Whether the chosen job is shown as its last checkpoint has it, not as it was when its engine died. */
export function useIsAsSaved(): boolean {
  const document = useJob((state) => state.document);
  const still = useStill(document);
  return document !== null && isAsSaved(still, document.job.status);
}

/** Above what is told of a job that a dead engine worked on: what was running may have been over. */
export function LastCheckpointNote() {
  const seq = useJob(({ document }) => document?.seq ?? null);
  const isAsSaved = useIsAsSaved();
  const isSpared = useIsSpared();
  const isOver = useJob(({ document }) => document === null || hasEnded(document.job.status));
  if (isOver || (!isAsSaved && !isSpared)) return null;
  return (
    <p className="runs-card-note">
      As the last checkpoint ({seq}) has it{isSpared ? ': nothing came after it.' : ', without what came after.'}
    </p>
  );
}
