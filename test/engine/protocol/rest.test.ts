/** What programs send, before anybody acts on it. */
import { expect, it } from 'vitest';
import { checkpointParams, listQuery, startBody } from '../../../engine/protocol/rest.ts';

it('a variable of every name is kept', () => {
  const body = startBody.parse(JSON.parse('{"definition":"p","variables":{"__proto__":7,"a":1}}'));
  expect(Object.entries(body.variables)).toEqual([
    ['__proto__', 7],
    ['a', 1],
  ]);
});

it.each([[[1]], ['a'], [null], [1]])('%j is no object of variables', (variables) => {
  expect(startBody.safeParse({ definition: 'p', variables }).success).toBe(false);
});

it('an id with half of a character is refused by the name of its field', () => {
  const { error } = startBody.safeParse({ definition: 'p', extId: 'a\ud800' });
  expect(error?.issues).toMatchObject([{ path: ['extId'], message: 'holds half of a surrogate pair' }]);
});

it.each(['', '1e1', '0x10', ' 1', '-1', '1.0', '9'.repeat(16)])('"%s" is no number of a checkpoint', (seq) => {
  expect(checkpointParams.safeParse({ id: 'a', seq }).success).toBe(false);
});

it('whole numbers are read, and have their bounds', () => {
  expect(checkpointParams.parse({ id: 'a', seq: '12' })).toEqual({ id: 'a', seq: 12 });
  expect(listQuery.parse({})).toMatchObject({ limit: 100 });
  expect(listQuery.parse({ limit: '1000' })).toMatchObject({ limit: 1000 });
  expect(listQuery.safeParse({ limit: '1001' }).success).toBe(false);
});
