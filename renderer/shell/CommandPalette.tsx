import { isActionsGroup, Spotlight, type SpotlightActionData, type SpotlightFilterFunction } from '@mantine/spotlight';
import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { fadeEdges } from '../ui/edge-fade.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { refusalOf, runInPlace, useCommandRegistry, type Command } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import type { Place } from '../workbench/place.ts';
import { paletteGroups } from './palette-groups.ts';
import { swift } from './theme.ts';

/** Every action by its name; those of other places go there first. */
export function CommandPalette({ places }: { readonly places: readonly Place[] }) {
  const commands = useCommandRegistry((state) => state.commands);
  const place = useLayout((state) => state.place);
  const prepare = useLayout((state) => state.prepare);
  const [opening, setOpening] = useState(0);
  const groups = useMemo(
    () =>
      paletteGroups(commands.values(), place, places).map(({ group, commands: own }) => ({
        group,
        actions: own.map(actionOf),
      })),
    // What can be done is looked at when it is opened.
    [commands, place, places, opening],
  );
  return (
    <Spotlight
      shortcut={null}
      filter={byWords}
      // At the top, where it stays: in the middle it would jump with the length of its list.
      centered={false}
      // Right below the title bar, whose line it would cut in two otherwise, or that of the tabs; a number would be scaled with the letters.
      yOffset="40px"
      transitionProps={{ ...swift, transition: 'pop' }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      // A place has its actions only once it is there. It may come into being while the first letters are typed.
      onSpotlightOpen={() => {
        setOpening((before) => before + 1);
        requestAnimationFrame(() => prepare(places.map(({ id }) => id)));
      }}
      actions={groups}
      highlightQuery
      scrollable
      maxHeight={420}
      scrollAreaProps={{ viewportRef: fadeEdges }}
      nothingFound="No command and no file of the workspace has such a name."
      searchProps={{
        leftSection: <Search size={16} aria-hidden />,
        placeholder: 'Find a command or a file by its name',
        'aria-label': 'Search commands',
      }}
    />
  );
}

function actionOf(command: Command) {
  const { id, title, words, keys, place } = command;
  const refusal = refusalOf(command);
  return {
    id,
    label: title,
    ...(words === undefined ? {} : { keywords: words }),
    ...(keys === undefined ? {} : { rightSection: <KeyHint keys={keys} /> }),
    ...(refusal === null
      ? { onClick: () => runInPlace(place ?? useLayout.getState().place, id) }
      : { description: refusal, 'aria-disabled': true, closeSpotlightOnTrigger: false }),
  };
}

const isRefused = (action: SpotlightActionData): boolean => action['aria-disabled'] === true;

/**
 * All words of the query, in any order; what begins with the query comes first. What cannot be done now is listed last,
 * with its reason, for whoever looks for it by name.
 */
const byWords: SpotlightFilterFunction = (query, actions) => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const textOf = ({ label, keywords }: SpotlightActionData): string =>
    `${label ?? ''} ${Array.isArray(keywords) ? keywords.join(' ') : (keywords ?? '')}`.toLowerCase();
  const rank = (action: SpotlightActionData): number =>
    (textOf(action).startsWith(words[0] ?? '') ? 0 : 1) + (isRefused(action) ? 2 : 0);
  const fits = (action: SpotlightActionData): boolean =>
    words.length === 0 ? !isRefused(action) : words.every((word) => textOf(action).includes(word));
  const found = actions.flatMap((action): ReturnType<SpotlightFilterFunction> => {
    if (!isActionsGroup(action)) return fits(action) ? [action] : [];
    const fitting = action.actions.filter(fits);
    const sorted = words.length === 0 ? fitting : fitting.toSorted((left, right) => rank(left) - rank(right));
    return sorted.length === 0 ? [] : [{ ...action, actions: sorted }];
  });
  // Of a group of which nothing can be done, Enter is not to choose the first.
  const isIdle = (each: (typeof found)[number]): boolean =>
    isActionsGroup(each) ? each.actions.every(isRefused) : isRefused(each);
  return found.toSorted((left, right) => Number(isIdle(left)) - Number(isIdle(right)));
};
