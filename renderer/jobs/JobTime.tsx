import { ExactTime, RelativeTime } from '../ui/RelativeTime.tsx';

interface JobTimeProps {
  readonly at: string | number;
  readonly clock: 'wall' | 'virtual';
  /** Date and time by the wall's clock too: among many times of which all were just now. */
  readonly exact?: boolean;
}

/** A time of a job: how long ago by the wall's clock; on a clock of its own, what that clock says. */
export function JobTime({ at, clock, exact = false }: JobTimeProps) {
  if (clock === 'virtual') return <VirtualTime at={at} />;
  return exact ? <ExactTime at={at} /> : <RelativeTime at={at} />;
}

/** Marks a time of a job's own clock, where times of the real one stand too. */
export function OwnClockSign() {
  return (
    // On the line of its time.
    <span className="runs-card-note" title="By the job’s own clock">
      {'\u00A0'}◷
    </span>
  );
}

/** A time of a job's own clock: how far it is from the reader's does not matter. */
export function VirtualTime({ at }: { readonly at: string | number }) {
  const iso = typeof at === 'number' ? new Date(at).toISOString() : at;
  return (
    <time dateTime={iso} title={`${iso}, by the job's own clock`}>
      {iso.slice(0, 19).replace('T', ' ')}
    </time>
  );
}
