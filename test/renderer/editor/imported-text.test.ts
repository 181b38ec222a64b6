import { expect, test } from 'vitest';
import { ImportedText } from '../../../renderer/editor/imported-text.ts';

const text = '<a><!-- why --><b name="x"/><?see that?></a>';

test('a text that nobody edited is given as it is, without anything being written', async () => {
  const imported = new ImportedText(text, () => Promise.reject(new Error('written')));
  expect(await imported.edited()).toBe(text);
});

test('edits are put into the text that was imported, whatever is written after the first of them', async () => {
  let name = 'x';
  const imported = new ImportedText(text, async () => `<a>\n  <b name="${name}" />\n</a>`);
  imported.beforeEdit();
  name = 'y';
  imported.beforeEdit();
  expect(await imported.edited()).toBe(text.replace('x', 'y'));
  name = 'x';
  expect(await imported.edited()).toBe(text);
});

test('it can be had as it was read after edits, for those who know that they were undone', async () => {
  let name = 'x';
  const imported = new ImportedText(text, async () => `<a>\n  <b name="${name}" />\n</a>`);
  imported.beforeEdit();
  name = 'y';
  expect(await imported.edited()).not.toBe(text);
  expect(imported.asRead()).toBe(text);
});

test('what is written as UTF-8 no longer says another encoding', async () => {
  const latin = `<?xml version="1.0" encoding="ISO-8859-1"?><a name="é"/>`;
  const imported = new ImportedText(latin, () => Promise.reject(new Error('written')));
  expect(await imported.edited()).toBe(latin.replace('ISO-8859-1', 'UTF-8'));
});

test('a text that is no XML is refused, since what stands behind the fault could not be kept', () => {
  expect(() => new ImportedText('<a><b></a>', () => Promise.resolve(''))).toThrow('not well-formed');
});
