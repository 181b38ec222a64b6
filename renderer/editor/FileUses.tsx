import type { FileUse } from '../../engine/protocol/window-views.ts';

const words: Readonly<Record<FileUse['how'], string>> = {
  calls: 'calls a process of it',
  decides: 'asks a decision of it',
  plays: 'is the scenario that goes with it, by its name',
  'is-played': 'is the process that it goes with, by its name',
};

/** What needs a file, and therefore hears of it when the file goes; nothing where nothing does. */
export function FileUses({ uses, after }: { readonly uses: readonly FileUse[]; readonly after: string }) {
  if (uses.length === 0) return null;
  return (
    <>
      <p>
        Used by {uses.length === 1 ? 'one file' : `${uses.length} files`}, for which it {after}:
      </p>
      <ul>
        {uses.map(({ path, how }) => (
          <li key={path}>
            <strong>{path}</strong> {words[how]}
          </li>
        ))}
      </ul>
    </>
  );
}
