import { isActionsGroup, Spotlight, type SpotlightActionData, type SpotlightFilterFunction } from '@mantine/spotlight';
import { Search } from 'lucide-react';
import { useMemo } from 'react';
import { KeyHint } from '../ui/KeyHint.tsx';
import { useCommandRegistry, type Command } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';

/** Every action by its name. */
export function CommandPalette() {
  const commands = useCommandRegistry((state) => state.commands);
  const place = useLayout((state) => state.place);
  const groups = useMemo(() => {
    const usable = [...commands.values()].filter((command) => command.place === undefined || command.place === place);
    const names = [...new Set(usable.map(({ group }) => group))];
    return names.map((group) => ({
      group,
      actions: usable.filter((command) => command.group === group).map(actionOf),
    }));
  }, [commands, place]);
  return (
    <Spotlight
      shortcut={null}
      filter={byWords}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      actions={groups}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="No command has such a name."
      searchProps={{
        leftSection: <Search size={16} aria-hidden />,
        placeholder: 'Search or run a command',
        'aria-label': 'Search commands',
      }}
    />
  );
}

function actionOf(command: Command) {
  const { id, title, words, keys, enabled, run } = command;
  return {
    id,
    label: title,
    ...(words === undefined ? {} : { keywords: words }),
    ...(keys === undefined ? {} : { rightSection: <KeyHint keys={keys} /> }),
    onClick: () => {
      if (enabled?.() ?? true) void run();
    },
  };
}

/** All words of the query, in any order; what begins with the query comes first. */
const byWords: SpotlightFilterFunction = (query, actions) => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return actions;
  const textOf = ({ label, keywords }: SpotlightActionData): string =>
    `${label ?? ''} ${Array.isArray(keywords) ? keywords.join(' ') : (keywords ?? '')}`.toLowerCase();
  const rank = (action: SpotlightActionData): number => (textOf(action).startsWith(words[0] ?? '') ? 0 : 1);
  const fits = (action: SpotlightActionData): boolean => words.every((word) => textOf(action).includes(word));
  return actions.flatMap((action): ReturnType<SpotlightFilterFunction> => {
    if (!isActionsGroup(action)) return fits(action) ? [action] : [];
    const found = action.actions.filter(fits).toSorted((left, right) => rank(left) - rank(right));
    return found.length === 0 ? [] : [{ ...action, actions: found }];
  });
};
