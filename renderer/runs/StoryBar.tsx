import { ActionIcon, Button } from '@mantine/core';
import { X } from 'lucide-react';
import { useHostState } from '../bridge/host-state.ts';
import { hasEnded, useJob } from '../jobs/job-store.ts';
import { runCommand } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { chapterOf, endStory, type Chapter } from './story-store.ts';

const chapters: readonly { readonly id: Chapter; readonly title: string; readonly text: string }[] = [
  {
    id: 'run',
    title: 'Run',
    text: 'An order runs. The plug is armed at Book payment, right after the card was charged.',
  },
  {
    id: 'cost',
    title: 'Kill',
    text: 'The engine’s process was killed. The diagram marks what is saved, what is lost, and what will happen twice because no checkpoint had recorded it yet.',
  },
  {
    id: 'recovering',
    title: 'Recover',
    text: 'Another engine takes the job up at its latest checkpoint, and does again what was not saved.',
  },
  {
    id: 'compare',
    title: 'Compare',
    text: 'The order is fulfilled. Its history holds every checkpoint, before and after the kill.',
  },
];

/** Where a checkpoint was marked that the story does without. */
const nothingTwice =
  'The engine’s process was killed. The diagram marks what is saved and what is lost; nothing outside will happen twice, since a checkpoint holds what was done there.';

/** Which chapter of the story one is in, and the button that leads to the next. */
export function StoryBar() {
  const engine = useHostState((state) => state.engine?.state ?? null);
  const cost = useJob((state) => state.cost);
  const ended = useJob(({ document }) => document !== null && hasEnded(document.job.status));
  const openPlace = useLayout((state) => state.openPlace);
  const current = chapterOf({ engine, cost: cost !== null, ended });
  const at = chapters.findIndex(({ id }) => id === current);
  return (
    <section className="runs-story" aria-label="The whole story">
      <ol>
        {chapters.map(({ id, title }, index) => (
          <li key={id} aria-current={id === current ? 'step' : undefined} data-done={index < at}>
            {index + 1} {title}
          </li>
        ))}
      </ol>
      <p aria-live="polite">
        {current === 'cost' && cost?.forecast.twice.length === 0 ? nothingTwice : chapters[at]?.text}
      </p>
      {current === 'cost' && (
        <Button variant="filled" onClick={() => runCommand('engine.recover')}>
          Recover
        </Button>
      )}
      {current === 'compare' && (
        <Button
          variant="filled"
          onClick={() => {
            endStory();
            openPlace('history');
          }}
        >
          Open its history
        </Button>
      )}
      <ActionIcon aria-label="Leave the story" title="Leave the story" onClick={() => endStory()}>
        <X size={14} />
      </ActionIcon>
    </section>
  );
}
