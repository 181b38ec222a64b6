/** Which calls the scenario of a job answers: whoever tells what a crash cost is not to say that they were sent. */
import { afterEach, expect, it } from 'vitest';
import { jobDocument } from '../../../engine/application/window/job-document.ts';
import { call, file, line, service, user } from '../runtime/process-text.ts';
import { Rig } from '../runtime/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

it('names the elements that the scenario answers, in a called job too, and none without a scenario', async () => {
  rig = await Rig.start();
  await rig.deploy(file(line('p', [service('a'), call('c', 'q')]), line('q', [user('u'), service('b')])));
  const answers = { a: [{ respond: {} }], b: [{ respond: {} }] };
  const played = await rig.startJob('p', { scenario: { services: answers } });
  const real = await rig.startJob('q');
  await rig.idle();
  const [called] = rig.store.children(played);
  expect(called).toBeDefined();
  const answeredIn = (id: string): readonly string[] => jobDocument(rig.store, rig.job(id), null).answered;
  expect(answeredIn(played)).toEqual(['a', 'b']);
  expect(answeredIn(called?.id ?? '')).toEqual(['a', 'b']);
  expect(answeredIn(real)).toEqual([]);
});
