import { expect, it } from 'vitest';
import { shownJob, shownTitle } from '../../../renderer/runs/start-store.ts';

const process = 'Order fulfilment';
const form = { open: true, path: 'leave-request.bpmn' };

it('the form over a chosen job names what it starts, and no job is marked as shown', () => {
  expect(shownTitle(form, process)).toBe('Start leave-request.bpmn');
  expect(shownTitle({ open: true, path: null }, process)).toBe('Start a job');
  expect(shownJob(form, 'job')).toBeNull();
});

it('without the form the title is the chosen job’s', () => {
  expect(shownTitle({ ...form, open: false }, process)).toBe('Order fulfilment');
  expect(shownTitle({ ...form, open: false }, null)).toBeNull();
  expect(shownJob({ open: false }, 'job')).toBe('job');
});
