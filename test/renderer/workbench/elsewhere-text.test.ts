import { expect, it } from 'vitest';
import { elsewhereText } from '../../../renderer/workbench/elsewhere-text.ts';

it('names what is not read, and says where it belongs', () => {
  expect(elsewhereText(['order.bpmn'])).toMatch(/^order\.bpmn is not read: diagrams belong in processes\//);
  expect(elsewhereText(['a.bpmn', 'b/c.dmn'])).toMatch(/^a\.bpmn and b\/c\.dmn are not read/);
  expect(elsewhereText(['a.bpmn', 'processes/<b>.bpmn'])).toBe(
    'a.bpmn is not read: diagrams belong in processes/, decisions in rules/. ' +
      'processes/<b>.bpmn is not read: a name may not have any of \\ : * ? " < > |.',
  );
  expect(elsewhereText(['a', 'b', 'c', 'd', 'e', 'f'])).toMatch(/^a, b, c, d and 2 more are not read/);
});
