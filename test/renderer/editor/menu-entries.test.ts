import { expect, it } from 'vitest';
import { canvasText, menuEntries } from '../../../renderer/editor/menu-entries.ts';

it('offers every task and gateway that is run without a search, and leaves the rest to one as bpmn-js does', () => {
  const hidden = ['append-send-task', 'append-receive-task', 'create-manual-task', 'append-inclusive-gateway'];
  const start = 'create-replace-with-non-interrupting-timer-start';
  const entries = menuEntries(
    Object.fromEntries([...hidden, start].map((id) => [id, { label: id, rank: -1 }] as const)),
  );
  for (const id of hidden) expect(entries[id]).toMatchObject({ label: id, rank: 0 });
  expect(entries[start]).toMatchObject({ rank: -1 });
});

it('calls a subprocess what the rest of the window does, and finds it by the spelling of the standard, too', () => {
  expect(canvasText('Sub-process (collapsed)')).toBe('Subprocess (collapsed)');
  expect(canvasText('Create expanded sub-process')).toBe('Create expanded subprocess');
  expect(canvasText('{one} of {other}', { one: 'Name' })).toBe('Name of {other}');
  const entries = menuEntries({
    own: { label: 'Ad-hoc subprocess', search: 'adhoc subprocess' },
    task: { label: 'Task' },
  });
  expect(entries['own']?.search).toBe('adhoc subprocess sub-process');
  expect(entries['task']?.search ?? '').toBe('');
});

it('appends no event subprocess, to which no flow may go, but makes one and turns into one', () => {
  const ids = [
    'append-event-subprocess',
    'append-expanded-subprocess',
    'create-event-subprocess',
    'replace-with-event-subprocess',
  ];
  expect(Object.keys(menuEntries(Object.fromEntries(ids.map((id) => [id, { label: id }]))))).toEqual(ids.slice(1));
});
