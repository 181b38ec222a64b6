import { Button } from '@mantine/core';
import { nameOf, useOpenFiles } from './open-files.ts';
import { useFileActions } from './use-file-actions.ts';

/** Says that the file in view was changed elsewhere while it has edits here. */
export function DiskBanner() {
  const file = useOpenFiles(({ files, active }) => files.find(({ path }) => path === active));
  const actions = useFileActions();
  if (file === undefined || file.disk === null) return null;
  return (
    <div className="editor-banner" role="status">
      <span>
        <strong>{nameOf(file.path)}</strong> was {file.disk === 'changed' ? 'changed' : 'removed'} on disk while you
        edited it. Your edits are still here.
      </span>
      <Button onClick={() => void actions.compareWithDisk(file.path)}>Compare and choose …</Button>
    </div>
  );
}
