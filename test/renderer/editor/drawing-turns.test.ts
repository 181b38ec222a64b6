import { beforeEach, expect, it, vi } from 'vitest';
import { drawInTurn } from '../../../renderer/editor/drawing-turns.ts';
import { useOpenFiles } from '../../../renderer/editor/open-files.ts';

beforeEach(() => {
  // Nobody looks, so nothing waits for a picture.
  vi.stubGlobal('document', { hidden: true });
  useOpenFiles.setState({ files: [], active: null });
});

it('draws one file at a time, the one in view before those that came earlier', async () => {
  const drawn: string[] = [];
  const first = Promise.withResolvers<void>();
  const draw = (path: string, until = Promise.resolve()) =>
    drawInTurn(path, async () => {
      drawn.push(`${path} begins`);
      await until;
      drawn.push(`${path} ends`);
    });
  useOpenFiles.setState({ active: 'c.bpmn' });
  const all = Promise.all([draw('a.bpmn', first.promise), draw('b.bpmn'), draw('c.bpmn')]);
  await vi.waitFor(() => expect(drawn).toEqual(['a.bpmn begins']));

  first.resolve();
  await all;

  expect(drawn).toEqual(['a.bpmn', 'c.bpmn', 'b.bpmn'].flatMap((path) => [`${path} begins`, `${path} ends`]));
});

it('goes on after a file that cannot be drawn', async () => {
  const broken = drawInTurn('broken.bpmn', async () => Promise.reject(new Error('no BPMN')));
  const after = drawInTurn('after.bpmn', async () => Promise.resolve('drawn'));

  await expect(broken).rejects.toThrow('no BPMN');
  await expect(after).resolves.toBe('drawn');
});
