import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultDocument, type ResultDocument } from '../../engine/protocol/views.ts';
import { cairn, folder, root } from './cairn.ts';

const samples = ['order-fulfilment', 'loan-approval', 'batch-settlement'];
const file = (name: string): string => join(root, 'samples', 'processes', `${name}.bpmn`);
const scenario = (name: string): string => join(root, 'samples', 'scenarios', `${name}.json`);

/** What a run leaves behind, but for ids and times. */
function essence({ variables, executions, job }: ResultDocument): unknown {
  const completed = executions.filter(({ outcome }) => outcome === 'completed').map(({ element }) => element);
  return { status: job.status, variables, completed: completed.toSorted() };
}

describe.each(samples)('the sample %s', (name) => {
  it('runs to the end that its scenario expects, and its document has every field', async () => {
    const at = folder();
    const { code, out, err } = await cairn(at, 'run', file(name), '--scenario', scenario(name), '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const document = JSON.parse(out) as unknown;
    expect(document).toMatchObject({ expect: { met: true, failures: [] } });
    const result = resultDocument.parse(document);
    expect(result).toMatchObject({ job: { status: 'completed', held: false }, tokens: [], incidents: [], error: null });
    expect(result.executions.length).toBeGreaterThan(3);
    expect(result.checkpoints.map(({ seq }) => seq)).toEqual(result.checkpoints.map((_, index) => index + 1));

    const shown = await cairn(at, 'show', result.job.id, '--json');
    expect(shown.code).toBe(0);
    const { expect: _verdict, ...ran } = document as Record<string, unknown>;
    expect(JSON.parse(shown.out)).toEqual(ran);
  });

  it('reads well', async () => {
    const { code, out, err } = await cairn(folder(), 'run', file(name), '--scenario', scenario(name));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`${name} version 1: completed`);
    expect(out).toContain('As the scenario expects.');
  });

  it('checks', async () => {
    const { code, out } = await cairn(folder(), 'check', file(name), '--json');
    expect({ code, ...(JSON.parse(out) as object) }).toMatchObject({ code: 0, runnable: true });
  });
});

it('a run that is killed ends as one that is not', async () => {
  const name = 'batch-settlement';
  const words = ['run', file(name), '--scenario', scenario(name), '--json'];
  const whole = await cairn(folder(), ...words);
  const killed = await cairn(
    folder(),
    ...words,
    '--crash-at',
    'settle-south:in-transaction',
    '--crash-at',
    'sum-up:after-effect',
  );
  expect(killed.code).toBe(0);
  expect(killed.err).toMatch(/killed the engine \(process \d+\) at settle-south:in-transaction/);
  expect(killed.err).toMatch(/killed the engine \(process \d+\) at sum-up:after-effect/);
  expect(essence(resultDocument.parse(JSON.parse(killed.out)))).toEqual(
    essence(resultDocument.parse(JSON.parse(whole.out))),
  );
});
