import { useAnswer, useClient, useNotifications } from '../bridge/client-context.ts';
import { nameOf, useOpenFiles } from './open-files.ts';

/** Says, as long as it is so, that another window has edits of the file in view which are not saved. */
export function ElsewhereBanner() {
  const file = useOpenFiles(({ files, active }) => files.find(({ path }) => path === active));
  const { name } = useClient();
  const { data, again } = useAnswer('drafts.list', {});
  useNotifications('drafts-changed', again);
  if (file === undefined || data === null) return null;
  if (!data.drafts.some(({ path, owner, open }) => path === file.path && owner !== name && open)) return null;
  return (
    <div className="editor-banner" role="status">
      <span>
        <strong>{nameOf(file.path)}</strong> has edits in another window that are not saved.{' '}
        {file.unsaved
          ? 'It has edits in both: whoever saves second is asked which to keep.'
          : 'What is edited there is seen here once it is saved.'}
      </span>
    </div>
  );
}
