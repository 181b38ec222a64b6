import { ActionIcon, Button, Select } from '@mantine/core';
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, GitFork, Pause, Pin, Play, PinOff } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { runCommand } from '../workbench/command-registry.ts';
import {
  backRefusal,
  firstRefusal,
  forwardRefusal,
  goOnRefusal,
  momentRefusal,
  playRefusal,
} from './history-refusals.ts';
import { moveBy, moveTo, pin, play, speeds, useHistory, type Against, type Speed } from './history-store.ts';
import { JobPicker } from './JobPicker.tsx';
import { beginsLater } from './timeline-columns.ts';

const forkMeaning =
  'Makes a second job that goes on from this checkpoint, with idempotency keys of its own: its variables can be changed first. This job stays as it is.';
const restoreMeaning =
  'Makes a job that takes the place of this one: it goes on from this checkpoint with the same idempotency keys. While this job runs, it has to be cancelled first; what it did outside is not undone. Saves shows beforehand what would happen.';
const scenarioMeaning =
  'Writes a scenario file that begins with the variables of this checkpoint. No job is made, and this one stays as it is.';

/** Which instant, of which job, compared with what; and what can be made of it. */
export function HistoryToolbar() {
  const { timeline, index, playing } = useHistory(
    useShallow((state) => ({ timeline: state.timeline, index: state.index, playing: state.playing })),
  );
  const count = timeline?.seq.length ?? 0;
  const none = count === 0;
  const refused = useHistory(
    useShallow((state) => ({
      first: firstRefusal(state),
      back: backRefusal(state),
      forward: forwardRefusal(state),
      play: playing ? null : playRefusal(state),
      goOn: goOnRefusal(state),
      moment: momentRefusal(state),
    })),
  );
  // Older ones may still be on their way.
  const behind = timeline === null || !beginsLater(timeline) ? 0 : (timeline.seq[0] ?? 0) - (timeline.oldest ?? 0);
  return (
    <div className="history-toolbar" role="toolbar" aria-label="History">
      <JobPicker />
      <div className="runs-toolbar-group" role="group" aria-label="Checkpoint">
        <Tool label="First checkpoint" wide refusal={refused.first} onClick={() => moveTo(0)}>
          <ChevronFirst size={16} />
        </Tool>
        <Tool label="Previous checkpoint (,)" refusal={refused.back} onClick={() => moveBy(-1)}>
          <ChevronLeft size={16} />
        </Tool>
        <span className="history-where" aria-live="polite">
          {none
            ? 'no checkpoint'
            : `${(index + 1 + behind).toLocaleString('en')} of ${(count + behind).toLocaleString('en')}`}
        </span>
        <Tool label="Next checkpoint (.)" refusal={refused.forward} onClick={() => moveBy(1)}>
          <ChevronRight size={16} />
        </Tool>
        <Tool label="Latest checkpoint" wide refusal={refused.forward} onClick={() => moveTo(count - 1)}>
          <ChevronLast size={16} />
        </Tool>
        <Tool label={playing ? 'Stop playing (p)' : 'Play (p)'} refusal={refused.play} onClick={play}>
          {playing ? <Pause size={16} /> : <Play size={16} />}
        </Tool>
        <SpeedOfPlaying />
      </div>
      <ComparedWith />
      <span className="runs-toolbar-gap" />
      <div className="runs-toolbar-group" role="group" aria-label="Go on from this checkpoint">
        <Button
          leftSection={<GitFork size={14} aria-hidden />}
          variant="filled"
          aria-label="Fork from here"
          title={refused.goOn ?? forkMeaning}
          // Not simply disabled: the reason is to be read.
          aria-disabled={refused.goOn !== null}
          {...(refused.goOn === null ? {} : { 'data-disabled': true })}
          onClick={() => runCommand('history.fork')}
        >
          Fork<span className="history-wide">&nbsp;from here</span>
        </Button>
        <Button
          aria-label="Restore from here"
          title={refused.goOn ?? restoreMeaning}
          aria-disabled={refused.goOn !== null}
          {...(refused.goOn === null ? {} : { 'data-disabled': true })}
          onClick={() => runCommand('history.restore')}
        >
          Restore
        </Button>
        <Button
          aria-label="Copy as scenario"
          title={refused.moment ?? scenarioMeaning}
          disabled={refused.moment !== null}
          onClick={() => runCommand('history.scenario')}
        >
          <span className="history-wide">Copy as&nbsp;</span>
          <span className="history-scenario">scenario</span>
        </Button>
      </div>
    </div>
  );
}

const speedWords: Readonly<Record<Speed, string>> = { slow: '0.5×', usual: '1×', fast: '4×' };

/** The choices stand still while the instant moves: not all of the toolbar is drawn again with each. */
const SpeedOfPlaying = memo(function SpeedOfPlaying() {
  const speed = useHistory((state) => state.speed);
  return (
    <Select
      className="history-speed"
      aria-label="Speed of playing"
      title="Speed of playing: at 1× two checkpoints a second"
      value={speed}
      allowDeselect={false}
      data={Object.keys(speeds).map((each) => ({ value: each, label: speedWords[each as Speed] }))}
      onChange={(value) => useHistory.setState({ speed: (value ?? 'usual') as Speed })}
    />
  );
});

const pinLabel = 'Pin this checkpoint, to compare others with it (c)';

const ComparedWith = memo(function ComparedWith() {
  const against = useHistory((state) => state.against);
  const refusal = useHistory(momentRefusal);
  const pinned = against.kind === 'pinned' ? against : null;
  const choices = [
    { value: 'nothing', label: 'Against nothing' },
    { value: 'previous', label: 'Against previous' },
    { value: 'now', label: 'Against latest' },
    ...(pinned === null ? [] : [{ value: 'pinned', label: `Against pinned #${pinned.seq}` }]),
    { value: 'pin', label: pinned === null ? 'Any other: pin this one' : 'Pin this one instead' },
  ];
  return (
    <div className="runs-toolbar-group" role="group" aria-label="Comparison">
      <Select
        className="history-against"
        aria-label="Compare with"
        title="What this checkpoint is compared with: pin one, and any other can be compared with it"
        value={against.kind}
        allowDeselect={false}
        data={choices}
        comboboxProps={{ width: 200, position: 'bottom-start' }}
        onChange={(value) => {
          const kind = value as Against['kind'] | 'pin';
          if (kind === 'pin') pin();
          else if (kind !== 'pinned') useHistory.setState({ against: { kind } });
        }}
      />
      {pinned === null ? (
        <Button
          className="history-pin"
          leftSection={<Pin size={14} aria-hidden />}
          aria-label={pinLabel}
          title={refusal === null ? pinLabel : `${pinLabel}: ${refusal}`}
          disabled={refusal !== null}
          onClick={pin}
        >
          Pin
        </Button>
      ) : (
        <Button
          className="history-pin"
          leftSection={<PinOff size={14} aria-hidden />}
          title="Compare with the previous checkpoint again"
          onClick={() => useHistory.setState({ against: { kind: 'previous' } })}
        >
          Unpin
        </Button>
      )}
    </div>
  );
});

function Tool({
  refusal = null,
  ...props
}: {
  label: string;
  refusal?: string | null;
  /** Left out where the place is narrow. */
  wide?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <ActionIcon
      className={props.wide === true ? 'history-wide' : ''}
      aria-label={props.label}
      title={refusal === null ? props.label : `${props.label}: ${refusal}`}
      disabled={refusal !== null}
      onClick={props.onClick}
    >
      {props.children}
    </ActionIcon>
  );
}
