/** The history of the chosen job, kept current while its place has been visited. */
import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useClient } from '../bridge/client-context.ts';
import { diagramsOf, useJob } from '../jobs/job-store.ts';
import { HistoryFeed } from './history-feed.ts';
import { playOn, speeds, useHistory } from './history-store.ts';

/** Mounted once, by the centre of the place. */
export function useHistoryUpdates(): void {
  const client = useClient();
  const job = useJob((state) => state.job);
  const { index, against, timeline, playing, speed, moment } = useHistory(
    useShallow((state) => ({
      index: state.index,
      against: state.against,
      timeline: state.timeline,
      playing: state.playing,
      speed: state.speed,
      moment: state.moment,
    })),
  );
  useEffect(() => {
    const feed = new HistoryFeed(client, diagramsOf(client), {
      getState: useHistory.getState,
      setState: (change) => useHistory.setState(change),
    });
    current = feed;
    feed.follow(useJob.getState().job, latestKnown());
    return () => feed.close();
  }, [client]);
  useEffect(() => current?.follow(job, latestKnown()), [job]);
  const newest = timeline?.seq.at(-1);
  useEffect(() => current?.wish(), [index, against, newest]);
  const shown = moment !== null && timeline?.seq[index] === moment.seq;
  useEffect(() => {
    // A film waits for its picture.
    if (!playing || !shown) return undefined;
    const timer = setTimeout(playOn, speeds[speed]);
    return () => clearTimeout(timer);
  }, [playing, shown, index, speed]);
}

let current: HistoryFeed | null = null;

/** The latest checkpoint of the chosen job that the window has heard of; null: none, or its document is on its way. */
function latestKnown(): number | null {
  const { job, document } = useJob.getState();
  return document !== null && document.job.id === job && document.seq > 0 ? document.seq : null;
}
