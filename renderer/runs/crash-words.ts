/** The four positions of an armed plug, in words. */
import type { CrashPointName } from '../../engine/protocol/engine-link.ts';

interface PointWords {
  /** As a choice. */
  readonly title: string;
  /** Before an element's name: `died before …`. */
  readonly at: string;
  readonly meaning: string;
}

export const pointWords: Readonly<Record<CrashPointName, PointWords>> = {
  'before-task': { title: 'Before it', at: 'before', meaning: 'Its work has not begun.' },
  'after-effect': {
    title: 'After its work, before the save',
    at: 'after the work of',
    meaning: 'The work is done, but that is not saved yet.',
  },
  'in-transaction': {
    title: 'In the middle of the save',
    at: 'in the middle of saving',
    meaning: 'The checkpoint that holds its work is half written; none of it counts.',
  },
  'after-commit': {
    title: 'After the save',
    at: 'after saving',
    meaning: 'The checkpoint that holds its work is durable.',
  },
};

export const pointNames: readonly CrashPointName[] = ['before-task', 'after-effect', 'in-transaction', 'after-commit'];
