import { expect, test } from 'vitest';
import { fillRows, rowsFrom } from '../../../renderer/jobs/free-variables.ts';

const row = (name: string, value: string) => ({ name, value });

test('a value that reads as JSON is one, with all its digits, and anything else is text', () => {
  const rows = [row('n', '9007199254740993'), row('ok', 'true'), row('list', '[1, 2]'), row('who', 'Ada "B"')];
  expect(fillRows([...rows, row('', '')])).toEqual({
    ok: true,
    variables: '{ "n": 9007199254740993, "ok": true, "list": [1, 2], "who": "Ada \\"B\\"" }',
  });
  expect(fillRows([])).toEqual({ ok: true, variables: '{  }' });
});

test('what is missing or wrong is said of its row', () => {
  const filled = fillRows([row('a', '1'), row('', '1'), row('a', '2'), row('b', ''), row('c', '{ "x": ')]);
  expect(filled).toMatchObject({
    ok: false,
    problems: {
      1: 'Needs a name.',
      2: 'a is there already.',
      3: 'Needs a value; the empty text is "".',
      4: expect.stringContaining('Is not JSON') as string,
    },
  });
});

test('rows out of JSON give the same JSON again', () => {
  const json = '{ "n": 12, "digits": "12", "none": "", "brace": "{", "who": "Ada", "deep": { "a": [1] }, "no": null }';
  const rows = rowsFrom(json);
  expect(rows).toContainEqual(row('who', 'Ada'));
  expect(rows).toContainEqual(row('digits', '"12"'));
  const filled = fillRows(rows);
  expect(filled.ok && JSON.parse(filled.variables)).toEqual(JSON.parse(json));
});
