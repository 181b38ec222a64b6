import { Select } from '@mantine/core';
import type { ModdleElement } from 'bpmn-moddle';
import { looksLikeCron, type CronDialect } from '../../../engine/model/cron-text.ts';
import { childOf } from '../../../engine/model/element.ts';
import { cronDialectOf } from '../../../engine/model/written-for.ts';
import { useAnswer } from '../../bridge/client-context.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { exactText, zoneName } from '../../ui/quantity.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import type { Subject } from './edit.ts';
import { Section, ValueField } from './fields.tsx';
import { shownTime, writeTime } from './timer-edit.ts';
import { isXPath } from './xpath.tsx';

const KINDS = [
  {
    value: 'duration',
    label: 'After a duration',
    field: 'Duration, in ISO 8601',
    property: 'timeDuration',
    example: 'PT15M',
  },
  {
    value: 'date',
    label: 'At a date',
    field: 'Date, in ISO 8601',
    property: 'timeDate',
    example: '2030-01-31T12:00:00Z',
  },
  {
    value: 'cycle',
    label: 'Again and again',
    field: 'Cycle, in ISO 8601 or cron',
    property: 'timeCycle',
    example: 'R3/PT1H',
  },
] as const;

/** How a cron expression is read. */
const READ: Readonly<Record<CronDialect, string>> = {
  quartz: 'Cron is read in UTC and as Quartz does: day 1 of the week is Sunday.',
  spring: 'Cron is read in UTC and as Zeebe does: day 1 of the week is Monday.',
};

/** When a timer event fires, with the next times written out. */
export function Timer(props: { subject: Subject; definition: ModdleElement; names: readonly KnownName[] }) {
  const { subject, definition, names } = props;
  const kind = KINDS.find(({ property }) => childOf(definition, property) !== null) ?? KINDS[0];
  const expression = childOf(definition, kind.property);
  const text = shownTime(definition, kind.property);
  const cron = cronDialectOf(definition);
  return (
    <Section title="Timer">
      <Select
        label="It fires"
        data={KINDS.map(({ value, label }) => ({ value, label }))}
        value={kind.value}
        allowDeselect={false}
        onChange={(value) => {
          const next = KINDS.find((each) => each.value === value);
          if (next !== undefined && next !== kind) writeTime(subject, definition, next.property, next.example);
        }}
      />
      <ValueField
        label={kind.field}
        placeholder={kind.example}
        mono
        value={text}
        names={names}
        onCommit={(shown) => writeTime(subject, definition, kind.property, shown)}
      />
      {kind.value === 'cycle' && looksLikeCron(text) && <p className="prop-hint">{READ[cron]}</p>}
      {text.trim() !== '' && !isXPath(definition, expression, 'literal') && (
        <DueTimes kind={kind.value} cron={cron} text={text} />
      )}
    </Section>
  );
}

function DueTimes(props: {
  readonly kind: (typeof KINDS)[number]['value'];
  readonly cron: CronDialect;
  readonly text: string;
}) {
  const { data } = useAnswer('timer.preview', { ...props, count: 5 });
  if (data === null) return null;
  if (data.problem !== null) return <p className="prop-problem">{data.problem}</p>;
  // A number counts; of one there is nothing to count.
  const Order = data.due.length > 1 ? 'ol' : 'ul';
  return (
    <div className="prop-due">
      <p className="prop-hint">
        Armed now, it would fire{data.times !== null && data.times > 1 ? ` ${data.times} times` : ''}:
      </p>
      <Order className="prop-due-times">
        {data.due.map((at) => (
          <li key={at}>
            {exactText(Date.parse(at))}{' '}
            <small>
              (<RelativeTime at={at} />)
            </small>
          </li>
        ))}
      </Order>
      <p className="prop-hint">
        {data.more ? 'And so on. ' : data.due.length > 1 ? 'No more than these. ' : ''}
        {data.due.length > 1 ? 'Times are in' : 'In'} your time zone, {zoneName()}.
      </p>
    </div>
  );
}
