/** What the palette lists: the actions of the place in view first, then those of the others, each under its place. */
import type { Command } from '../workbench/command-registry.ts';
import type { Place } from '../workbench/place.ts';

export interface PaletteGroup {
  readonly group: string;
  readonly commands: readonly Command[];
}

/** The palette's own command is of no use in it. */
export const paletteId = 'shell.palette';

export function paletteGroups(
  commands: Iterable<Command>,
  place: string,
  places: readonly Pick<Place, 'id' | 'title'>[],
): PaletteGroup[] {
  const all = [...commands].filter(({ id }) => id !== paletteId);
  const isHere = (command: Command): boolean => command.place === undefined || command.place === place;
  const here = all.filter(isHere);
  const own = [...new Set(here.map(({ group }) => group))].map((group) => ({
    group,
    commands: here.filter((command) => command.group === group),
  }));
  const elsewhere = places
    .filter(({ id }) => id !== place)
    .map(({ id, title }) => ({ group: `In ${title}`, commands: all.filter((command) => command.place === id) }));
  return [...own, ...elsewhere].filter((group) => group.commands.length > 0);
}
