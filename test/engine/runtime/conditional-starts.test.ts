/** A conditional start event of a process is looked at when somebody starts it (docs/deviations.md, readings). */
import { afterEach, expect, it } from 'vitest';
import { call, chain, file, line, processOf, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const reorder = processOf(
  'reorder',
  chain(
    '<startEvent id="low"><conditionalEventDefinition><condition>=stock &lt; 10</condition></conditionalEventDefinition></startEvent>',
    user('order'),
  ),
);
const start = (variables: Record<string, unknown>) =>
  rig.ask({ kind: 'start', definition: 'reorder', version: 1, variables: JSON.stringify(variables) });

it('starts a job while it holds on what is given, and is refused with the reason while it does not', async () => {
  rig = await Rig.start();
  await rig.deploy(file(reorder));
  expect(await start({ stock: 3 })).toMatchObject({ ok: true });
  expect(await start({ stock: 30 })).toMatchObject({
    ok: false,
    message: expect.stringContaining('the condition of start event low is not met') as string,
  });
  expect(await start({})).toMatchObject({
    ok: false,
    message: expect.stringContaining('the condition of start event low cannot be evaluated') as string,
  });
  expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(1);
});

it('makes a call an incident while it does not hold', async () => {
  rig = await Rig.start();
  await rig.deploy(file(line('p', [call('c', 'reorder')]), reorder));
  const job = await rig.startJob('p', { variables: { stock: 30 } });
  await rig.idle();
  expect(rig.incidents(job)).toEqual([expect.stringContaining('the condition of start event low is not met')]);
});
