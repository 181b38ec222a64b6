import { Spotlight } from '@mantine/spotlight';
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
