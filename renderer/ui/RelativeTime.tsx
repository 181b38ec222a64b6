import { useEffect, useState } from 'react';
import { exactText, relativeText, zoneName } from './quantity.ts';

/** `2 minutes ago`, kept current, with the exact time on hover; narrow, where there is little room: `2min ago`. */
export function RelativeTime({ at, narrow = false }: { readonly at: string | number; readonly narrow?: boolean }) {
  const instant = typeof at === 'number' ? at : Date.parse(at);
  const now = useNow();
  return (
    <time dateTime={new Date(instant).toISOString()} title={exactText(instant)}>
      {relativeText(instant, now, narrow ? 'narrow' : 'long')}
    </time>
  );
}

/** Date and time in the reader's zone, with how long ago on hover. */
export function ExactTime({ at }: { readonly at: string | number }) {
  const instant = typeof at === 'number' ? at : Date.parse(at);
  const now = useNow();
  return (
    <time dateTime={new Date(instant).toISOString()} title={`${relativeText(instant, now)}, ${zoneName()}`}>
      {exactText(instant)}
    </time>
  );
}

/** As of this very rendering: what has just happened must not lie ahead. */
function useNow(): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((before) => before + 1), 5_000);
    return () => clearInterval(timer);
  }, []);
  return Date.now();
}
