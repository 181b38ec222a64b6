/** What tests of the strip are made of: a job, and the marks of its deaths and takeovers. */
import type { TimelineMark } from '../../../engine/protocol/views.ts';
import type { Timeline } from '../../../engine/protocol/window-views.ts';

export const job: Timeline['job'] = {
  id: 'j',
  extId: 'x',
  lineage: 'l',
  status: 'active',
  held: false,
  definition: { key: 'k', version: 1 },
};

export const mark = (after: number, kind: TimelineMark['kind']): TimelineMark => ({
  kind,
  after,
  at: null,
  crashPoint: null,
  incarnation: null,
  epoch: null,
  waiting: false,
});
