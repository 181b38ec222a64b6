import { expect, it } from 'vitest';
import { exampleVariables } from '../../../renderer/editor/properties/example-variables.ts';

it('takes the variables of a scenario, and an empty object of whatever is none', () => {
  expect(JSON.parse(exampleVariables('{"variables":{"demoServer":"http://x","items":[1]}}'))).toEqual({
    demoServer: 'http://x',
    items: [1],
  });
  for (const text of ['', '[]', '{"variables":[1]}', '{']) expect(exampleVariables(text)).toBe('{}');
});
