import { Select } from '@mantine/core';
import { memo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useAnswer, useClient, useNotifications } from '../bridge/client-context.ts';
import { jobLabel } from '../jobs/job-ids.ts';
import { standingIn, standingWord } from '../jobs/standing-words.ts';
import { chooseJob, useJob } from '../jobs/job-store.ts';
import { useProcessNames } from '../jobs/process-names.ts';
import { useStillOf } from '../jobs/still.ts';

/** Whether what a list says of jobs has become wrong: there is a new one, or one of its own has another status. */
export function isNews(
  listed: readonly { readonly id: string; readonly status: string }[],
  changed: readonly { readonly id: string; readonly seq: number; readonly status: string }[],
): boolean {
  const known = new Map(listed.map(({ id, status }) => [id, status]));
  return changed.some(({ id, seq, status }) => seq <= 1 || (known.has(id) && known.get(id) !== status));
}

/** Chooses a job by what it is called or by its id. */
export const JobPicker = memo(function JobPicker() {
  const client = useClient();
  const { job, document } = useJob(useShallow((state) => ({ job: state.job, document: state.document })));
  const [search, setSearch] = useState('');
  const named = useProcessNames();
  const list = useAnswer('jobs.list', { limit: 50, ...(search === '' ? {} : { search: search.slice(0, 256) }) });
  useNotifications('jobs-changed', ({ jobs }) => {
    if (isNews(list.data?.jobs ?? [], jobs)) list.again();
  });
  const stillOf = useStillOf();
  type Entered = Parameters<typeof jobLabel>[0] & Parameters<typeof standingWord>[0] & Parameters<typeof stillOf>[0];
  const entry = (of: Entered) => ({
    value: of.id,
    label: `${jobLabel(of, named)} · ${standingWord(of, stillOf(of))}`,
  });
  // What has no other status, but an incident or a pause, is no news: of the chosen job its document knows.
  const chosen =
    document === null ? null : entry({ ...document.job, ...standingIn(document), parent: document.parent });
  const listed = (list.data?.jobs ?? []).map(entry);
  const found = listed.map((each) => (each.value === chosen?.value ? chosen : each));
  const own = chosen === null || found.includes(chosen) ? [] : [chosen];
  return (
    <Select
      className="history-job"
      aria-label="Job"
      placeholder="Choose a job"
      data={[...own, ...found]}
      value={job}
      onDropdownOpen={list.again}
      searchable
      allowDeselect={false}
      // The host has searched already.
      filter={({ options }) => options}
      onSearchChange={(text) =>
        setSearch(found.some(({ label }) => label === text) || own.some(({ label }) => label === text) ? '' : text)
      }
      onChange={(value) => {
        if (value !== null) chooseJob(client, value);
      }}
      nothingFoundMessage={search === '' && list.data !== null ? 'There is no job yet.' : 'No job is like that.'}
      maxDropdownHeight={320}
    />
  );
});
