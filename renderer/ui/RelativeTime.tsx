import { useSyncExternalStore } from 'react';
import { exactText, relativeText, zoneName } from './quantity.ts';
import { onTick, windowNow } from './window-clock.ts';

/** `2 minutes ago`, kept current, with the exact time on hover; narrow, where there is little room: `2min ago`. */
export function RelativeTime({ at, narrow = false }: { readonly at: string | number; readonly narrow?: boolean }) {
  const instant = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={new Date(instant).toISOString()} title={exactText(instant)}>
      {useAge(instant, narrow ? 'narrow' : 'long')}
    </time>
  );
}

/** Date and time in the reader's zone, with how long ago on hover. */
export function ExactTime({ at }: { readonly at: string | number }) {
  const instant = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={new Date(instant).toISOString()} title={`${useAge(instant, 'long')}, ${zoneName()}`}>
      {exactText(instant)}
    </time>
  );
}

/** The words themselves are what is watched: of hundreds of ages only those that read otherwise are drawn anew. */
function useAge(instant: number, style: 'narrow' | 'long'): string {
  return useSyncExternalStore(onTick, () => relativeText(instant, windowNow(), style));
}
