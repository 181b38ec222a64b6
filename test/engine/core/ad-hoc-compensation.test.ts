/** Compensation handlers in an ad-hoc subprocess are outside of its flow: they do not complete it, and who threw goes on after them. */
import { expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, file, start, user } from './process-text.ts';

const undoable = (id: string): string =>
  `${user(id)}<boundaryEvent id="of-${id}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent><userTask id="undo-${id}" isForCompensation="true"/><association id="to-undo-${id}" sourceRef="of-${id}" targetRef="undo-${id}" associationDirection="One"/>`;
const adHoc = (content: string, attributes = ''): string =>
  `<adHocSubProcess id="ad-hoc" ${attributes}>${content}<completionCondition>=enough</completionCondition></adHocSubProcess>`;
const undo = (attributes = ''): string =>
  `<intermediateThrowEvent id="undo"><compensateEventDefinition ${attributes}/></intermediateThrowEvent>`;

test('an ad-hoc subprocess that has completed is compensated activity by activity, though its condition is true', async () => {
  const job = await JobUnderTest.started(
    file(
      `${start}${adHoc(undoable('a') + undoable('b'))}${undo()}${user('after')}${chain('start', 'ad-hoc', 'undo', 'after')}`,
    ),
    { enough: false },
  );
  job.does('a');
  job.does('b', { enough: true });
  job.does('undo-b');
  expect(job.places).toEqual(['undo-a:waiting', 'undo:waiting']);
  job.does('undo-a');
  expect(job.places).toEqual(['after:waiting']);
});

test.each([true, false])(
  'a handler that makes the condition true lets go on who threw (cancelRemainingInstances: %s)',
  async (cancels) => {
    const inside = `${undoable('a')}${user('b')}${undo('activityRef="a"')}${user('c')}${chain('b', 'undo', 'c')}`;
    const job = await JobUnderTest.started(
      file(
        `${start}${adHoc(inside, `cancelRemainingInstances="${cancels}"`)}${user('after')}${chain('start', 'ad-hoc', 'after')}`,
      ),
      { enough: false },
    );
    job.does('a');
    job.does('b');
    job.does('undo-a', { enough: true });
    expect(job.places).toEqual(['ad-hoc:waiting', 'c:waiting']);
    job.does('c');
    expect(job.places).toEqual(['after:waiting']);
  },
);
