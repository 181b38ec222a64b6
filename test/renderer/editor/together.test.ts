import CommandStack from 'diagram-js/lib/command/CommandStack.js';
import EventBus from 'diagram-js/lib/core/EventBus.js';
import { expect, it } from 'vitest';
import { registerTogether, together } from '../../../renderer/editor/together.ts';
import type { DiagramHost } from '../../../renderer/editor/diagram-services.ts';

it('takes several edits back with one undo, and does them again with one redo', () => {
  const written: string[] = [];
  const injector = { instantiate: (handler: new () => unknown) => new handler() };
  const stack = new CommandStack(new EventBus(), injector as never);
  class Write {
    execute({ word }: { readonly word: string }): [] {
      written.push(word);
      return [];
    }
    revert(): [] {
      written.pop();
      return [];
    }
  }
  stack.registerHandler('write', Write);
  const host = { get: () => stack } as unknown as DiagramHost;
  registerTogether(host);
  together(host, () => {
    stack.execute('write', { word: 'message' });
    stack.execute('write', { word: 'reference' });
  });
  expect(written).toEqual(['message', 'reference']);
  stack.undo();
  expect(written).toEqual([]);
  stack.redo();
  expect(written).toEqual(['message', 'reference']);
});
