import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { Ban, ChevronDown, Clock, Pause, Play, StepForward } from 'lucide-react';
import { useJob } from '../jobs/job-store.ts';
import { VirtualTime } from '../jobs/JobTime.tsx';
import { StatusSign } from '../jobs/StatusSign.tsx';
import { useStill } from '../jobs/still.ts';
import { toolLabel } from '../ui/tool-label.ts';
import { useJobRefusals } from './job-refusal.ts';
import type { RunControl } from './run-control.ts';
import { paces, useRuns, type Pace } from './runs-store.ts';

const hourMs = 3_600_000;

/** What the chosen job is called, how it is, and what can be done to it as a whole. */
export function RunToolbar({ control }: { readonly control: RunControl }) {
  const document = useJob((state) => state.document);
  const { pace } = useRuns();
  const still = useStill(document);
  const refusals = useJobRefusals();
  // Its tokens move between two checkpoints, too.
  useJob((state) => state.live);
  if (document === null) return null;
  const { job, clock, now, incidents, scenario } = document;
  const refusal = refusals.act();
  return (
    <div className="runs-toolbar" role="toolbar" aria-label="Run control">
      <StatusSign status={job.status} held={job.held} incidents={incidents.length} still={still} />
      <span className="runs-toolbar-gap" />
      <div className="runs-toolbar-group" role="group" aria-label="Run, pause, step">
        <Tool label="Run on (F5)" refusal={refusals.run()} onClick={() => void control.run()}>
          <Play size={16} />
        </Tool>
        <Tool label="Pause (F6)" refusal={refusals.pause()} onClick={() => void control.pause()}>
          <Pause size={16} />
        </Tool>
        <Tool label="Step to the next element (F10)" refusal={refusals.step()} onClick={() => void control.step()}>
          <StepForward size={16} />
        </Tool>
        <Select
          className="runs-pace"
          aria-label="Speed"
          value={pace}
          disabled={refusal !== null}
          title={toolLabel('How fast it runs on', refusal)}
          allowDeselect={false}
          data={speeds}
          renderOption={({ option }) => <Speed pace={option.value} label={option.label} />}
          comboboxProps={{ width: 215, position: 'bottom-end' }}
          onChange={(value) => useRuns.setState({ pace: value ?? 'full', walking: null })}
        />
      </div>
      {clock === 'virtual' && (
        <div className="runs-toolbar-group" role="group" aria-label="The job's clock">
          <span
            className="runs-toolbar-clock"
            title={scenario ? "The scenario moves the job's clock" : 'The job has a clock of its own'}
          >
            <Clock size={14} aria-hidden /> <VirtualTime at={now} />
          </span>
          {!scenario && <MoveClock disabled={refusal !== null} timers={document.timers.length} control={control} />}
        </div>
      )}
      <Tool label="Cancel the job" refusal={refusal} onClick={() => void control.cancel()}>
        <Ban size={16} />
      </Tool>
    </div>
  );
}

const speeds: { readonly value: Pace; readonly label: string }[] = [
  { value: 'full', label: 'Full speed' },
  { value: 'slow', label: 'Slow' },
  { value: 'slower', label: 'Slower' },
];

function Speed({ pace, label }: { readonly pace: Pace; readonly label: string }) {
  const everyMs = paces[pace];
  return (
    <span className="runs-condition">
      {label}
      <span className="runs-card-note">
        {everyMs === null ? 'as fast as it goes' : `an element every ${everyMs / 1_000} s`}
      </span>
    </span>
  );
}

function MoveClock(props: { readonly disabled: boolean; readonly timers: number; readonly control: RunControl }) {
  const { disabled, timers, control } = props;
  return (
    <>
      <Button
        className="runs-toolbar-wide"
        disabled={disabled}
        title="Move the job’s clock on by an hour"
        onClick={() => void control.moveClock(hourMs)}
      >
        +1 h
      </Button>
      <Button
        className="runs-toolbar-wide"
        disabled={disabled || timers === 0}
        title={
          timers === 0
            ? 'No timer is set: there is none to move the clock to'
            : 'Move the job’s clock to the next timer'
        }
        onClick={() => void control.moveClock('next-timer')}
      >
        {timers === 0 ? 'No timer' : 'Next timer'}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon disabled={disabled} aria-label="Move the clock" title="Move the job’s clock on">
            <ChevronDown size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Move the clock on</Menu.Label>
          <Menu.Item onClick={() => void control.moveClock(hourMs)}>By an hour</Menu.Item>
          <Menu.Item onClick={() => void control.moveClock(24 * hourMs)}>By a day</Menu.Item>
          <Menu.Item onClick={() => void control.moveClock(7 * 24 * hourMs)}>By a week</Menu.Item>
          <Menu.Item disabled={timers === 0} onClick={() => void control.moveClock('next-timer')}>
            {timers === 0 ? 'To the next timer: none is set' : 'To the next timer'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function Tool(props: { label: string; refusal: string | null; onClick: () => void; children: React.ReactNode }) {
  const label = toolLabel(props.label, props.refusal);
  return (
    <ActionIcon aria-label={label} title={label} disabled={props.refusal !== null} onClick={props.onClick}>
      {props.children}
    </ActionIcon>
  );
}
