import { expect, it } from 'vitest';
import { judgeText, unreadableIn, withoutFile } from '../../../renderer/editor/unreadable.ts';

const path = 'processes/broken.bpmn';
const model = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"';

it('names the file, the line and the reason of a text that is no XML', async () => {
  const { problems } = await judgeText(
    `<?xml version="1.0"?>\n<definitions ${model}>\n<process id="p">`,
    path,
    'raw words',
  );
  expect(problems.map(({ severity, source, line, message }) => [severity, source, line, message])).toEqual([
    ['error', 'text', 3, 'broken.bpmn, line 3: not well-formed XML: <process> is never closed.'],
  ]);
  expect(unreadableIn(problems)).toBe(problems[0]?.message);
});

it('names the file where there is no line', async () => {
  const { problems } = await judgeText('', path, null);
  expect(problems.map(({ message }) => message)).toEqual(['broken.bpmn: The file is empty.']);
});

it('makes a sentence of what kept a readable file from being drawn, which may still run', async () => {
  const text = `<definitions ${model}><process id="p" isExecutable="true"><startEvent id="s"/></process></definitions>`;
  const drawn = await judgeText(text, path, null);
  expect(drawn.problems.filter(({ rule }) => rule === 'not-drawn')).toEqual([]);
  const { problems } = await judgeText(text, path, 'no\n  diagram');
  expect(problems[0]?.message).toBe('broken.bpmn: no diagram.');
  expect(unreadableIn(problems)).toBeNull();
});

it('leaves out the name of the file where that stands beside it', () => {
  expect(withoutFile(path, 'broken.bpmn, line 3: not well-formed XML.')).toBe('Line 3: not well-formed XML.');
  expect(withoutFile(path, 'broken.bpmn: The file is empty.')).toBe('The file is empty.');
  expect(withoutFile(path, 'It is too large.')).toBe('It is too large.');
});
