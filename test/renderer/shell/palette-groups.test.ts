import { expect, it } from 'vitest';
import { paletteGroups } from '../../../renderer/shell/palette-groups.ts';
import type { Command } from '../../../renderer/workbench/command-registry.ts';

const command = (id: string, group: string, place?: string): Command => ({
  id,
  title: id,
  group,
  run: () => undefined,
  ...(place === undefined ? {} : { place }),
});

it('lists the actions of all places, those of the place in view first, and not the palette itself', () => {
  const commands = [
    command('shell.palette', 'View'),
    command('history.fork', 'History', 'history'),
    command('shell.keys', 'View'),
    command('design.save', 'Files', 'design'),
  ];
  const places = [
    { id: 'design', title: 'Design' },
    { id: 'history', title: 'History' },
    { id: 'runs', title: 'Runs' },
  ];
  const listed = paletteGroups(commands, 'design', places).map(({ group, commands: own }) => [
    group,
    ...own.map(({ id }) => id),
  ]);
  expect(listed).toEqual([
    ['View', 'shell.keys'],
    ['Files', 'design.save'],
    ['In History', 'history.fork'],
  ]);
});
