import { useEffect, useState } from 'react';
import { exactText, relativeText } from './quantity.ts';

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

/** As of this very rendering: what has just happened must not lie ahead. */
function useNow(): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((before) => before + 1), 5_000);
    return () => clearInterval(timer);
  }, []);
  return Date.now();
}
