/** What had been entered at a checkpoint, where all checkpoints are of one instant of a scenario's clock. */
import { afterEach, expect, it } from 'vitest';
import { latestResult, resultAt } from '../../../engine/application/result-view.ts';
import { jobDocument } from '../../../engine/application/window/job-document.ts';
import { file, line, script, user } from '../runtime/process-text.ts';
import { Rig } from '../runtime/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

it('knows of a checkpoint only what had begun by then, and as it stood', async () => {
  rig = await Rig.start();
  await rig.deploy(file(line('p', [user('u'), script('a', '1'), user('v')])));
  const id = await rig.startJob('p', { scenario: { userTasks: { u: [{}], v: [{}] } } });
  await rig.idle();
  const job = rig.job(id);
  expect(job.status).toBe('completed');
  const checkpoints = rig.store.checkpoints(id, { limit: 20 });
  // Times tell nothing here.
  expect(new Set(checkpoints.map(({ at }) => at)).size).toBe(1);
  const seen = checkpoints.map(({ seq }) => {
    const { tokens, executions } = resultAt(rig.store, job, seq);
    expect(jobDocument(rig.store, job, seq).executions).toEqual(executions);
    return `${tokens.map(({ element }) => element).join()}: ${executions.map(({ element, outcome }) => `${element} ${outcome}`).join(', ')}`;
  });
  expect(seen).toEqual([
    'u: p-start completed, u running',
    'a: p-start completed, u completed, a running',
    'v: p-start completed, u completed, a completed, v running',
    ': p-start completed, u completed, a completed, v completed, p-end completed',
  ]);
  expect(latestResult(rig.store, job).executions).toEqual(resultAt(rig.store, job, job.seq).executions);
});
