import { RelativeTime } from '../ui/RelativeTime.tsx';

/** A time of a job: how long ago by the wall's clock; on a clock of its own, what that clock says. */
export function JobTime({ at, clock }: { readonly at: string | number; readonly clock: 'wall' | 'virtual' }) {
  return clock === 'wall' ? <RelativeTime at={at} /> : <VirtualTime at={at} />;
}

/** A time of a job's own clock: how far it is from the reader's does not matter. */
export function VirtualTime({ at }: { readonly at: string | number }) {
  const iso = typeof at === 'number' ? new Date(at).toISOString() : at;
  return (
    <time dateTime={iso} title={`${iso}, by the scenario's clock`}>
      {iso.slice(0, 19).replace('T', ' ')}
    </time>
  );
}
