import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { writtenAlike } from '../../../renderer/editor/written-alike.ts';

const sample = readFileSync(new URL('../../../samples/processes/order-fulfilment.bpmn', import.meta.url), 'utf8');

it('leaves nothing but what was changed between two versions, however they are written', async () => {
  const mine = await writtenAlike('a.bpmn', sample);
  expect(await writtenAlike('a.bpmn', mine)).toBe(mine);
  const theirs = await writtenAlike('a.bpmn', sample.replace('name="Pack parcel"', 'name="Pack theirs"'));
  const lines = mine.split('\n');
  const differing = theirs.split('\n').filter((line, index) => line !== lines[index]);
  expect(differing).toEqual([expect.stringContaining('name="Pack theirs"')]);
});

it('leaves alone what it cannot read', async () => {
  expect(await writtenAlike('a.bpmn', '<theirs')).toBe('<theirs');
  expect(await writtenAlike('a.json', sample)).toBe(sample);
});
