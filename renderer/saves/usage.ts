/** Whether a savepoint was used, as shape and word. */
import type { Savepoint } from './saves-store.ts';

interface Usage {
  readonly sign: string;
  readonly word: string;
  readonly tone: 'fresh' | 'used' | 'claimed';
}

export function usageOf({ used, restored }: Pick<Savepoint, 'used' | 'restored'>): Usage {
  const claimed = restored.some(({ mode }) => mode === 'claim');
  if (claimed) return { sign: '◆', word: 'used, claimed', tone: 'claimed' };
  if (used) return { sign: '●', word: 'used', tone: 'used' };
  return { sign: '○', word: restored.length > 0 ? 'unmarked' : 'not used', tone: 'fresh' };
}
