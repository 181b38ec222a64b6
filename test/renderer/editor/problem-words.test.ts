import { expect, it } from 'vitest';
import { curled, engineWords } from '../../../renderer/editor/problem-words.ts';

it('calls an element by its name, else by type and id, and puts the place in the standard aside', () => {
  expect(
    engineWords('Activity_1eaw9rf "Read invoice" (bpmn:ScriptTask): it has no script (BPMN 2.0.2, 10.3.3).'),
  ).toEqual({ message: '“Read invoice”: it has no script.', cited: 'BPMN 2.0.2, 10.3.3' });
  expect(engineWords('Flow_1 (bpmn:SequenceFlow): leads nowhere.')).toEqual({
    message: 'Sequence flow (id Flow_1): leads nowhere.',
    cited: null,
  });
  expect(engineWords('add-up (bpmn:ScriptTask): its script cannot be read.', 'Add up').message).toBe(
    '“Add up”: its script cannot be read.',
  );
  expect(engineWords('The file is no XML (line 3).')).toEqual({ message: 'The file is no XML (line 3).', cited: null });
});

it.each([
  ['waits for the message "complaint" from outside.', 'waits for the message “complaint” from outside.'],
  ['it names "a" and ("b").', 'it names “a” and (“b”).'],
  ['FEEL "x = "DE" and" is not valid FEEL: unexpected end.', '“x = "DE" and” is not valid FEEL: unexpected end.'],
  // What is code stays code.
  ['isImmediate="false" is kept.', 'isImmediate="false" is kept.'],
  ['write {"a": "b"} here', 'write {"a": "b"} here'],
  ['x = "DE and more', 'x = "DE and more'],
])('has the quotes of the window: %s', (said, words) => {
  expect(curled(said)).toBe(words);
});
