import { expect, it } from 'vitest';
import { jobCounts } from '../../../renderer/workbench/job-counts.ts';

const none = { active: 0, passive: 0, completed: 0, failed: 0, cancelled: 0 };

it('counts no job among those that wait or run that stands still for a person', () => {
  const counts = { ...none, active: 3, passive: 9, completed: 5 };
  const incidents = { ...none, active: 1, passive: 2 };
  const held = { ...none, active: 1, passive: 4 };
  expect(jobCounts({ counts, incidents, held })).toEqual({ active: 1, waiting: 3, paused: 5, incident: 3 });
});
