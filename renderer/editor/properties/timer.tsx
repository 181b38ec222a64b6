import { Select } from '@mantine/core';
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, rawTextOf } from '../../../engine/model/element.ts';
import { useAnswer } from '../../bridge/client-context.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { exactText } from '../../ui/quantity.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { make, writeInner, type Subject } from './edit.ts';
import { Section, ValueField } from './fields.tsx';

const KINDS = [
  { value: 'duration', label: 'After a duration', property: 'timeDuration', example: 'PT15M' },
  { value: 'date', label: 'At a date', property: 'timeDate', example: '2030-01-31T12:00:00Z' },
  { value: 'cycle', label: 'Again and again', property: 'timeCycle', example: 'R3/PT1H' },
] as const;

/** When a timer event fires, with the next times written out. */
export function Timer(props: { subject: Subject; definition: ModdleElement; names: readonly KnownName[] }) {
  const { subject, definition, names } = props;
  const kind = KINDS.find(({ property }) => childOf(definition, property) !== null) ?? KINDS[0];
  const expression = childOf(definition, kind.property);
  const text = expression === null ? '' : (rawTextOf(expression, 'body') ?? '');
  const set = (next: (typeof KINDS)[number], body: string): void =>
    writeInner(subject, definition, {
      timeDuration: undefined,
      timeDate: undefined,
      timeCycle: undefined,
      [next.property]: make(subject, 'bpmn:FormalExpression', definition, { body }),
    });
  return (
    <Section title="Timer">
      <Select
        label="It fires"
        data={KINDS.map(({ value, label }) => ({ value, label }))}
        value={kind.value}
        allowDeselect={false}
        onChange={(value) => {
          const next = KINDS.find((each) => each.value === value);
          if (next !== undefined && next !== kind) set(next, next.example);
        }}
      />
      <ValueField
        label="Time, in ISO 8601"
        placeholder={kind.example}
        value={text}
        names={names}
        onCommit={(body) => set(kind, body)}
      />
      {text.trim() !== '' && <DueTimes kind={kind.value} text={text} />}
    </Section>
  );
}

function DueTimes({ kind, text }: { readonly kind: 'date' | 'duration' | 'cycle'; readonly text: string }) {
  const { data } = useAnswer('timer.preview', { kind, text, count: 5 });
  if (data === null) return null;
  if (data.problem !== null) return <p className="prop-problem">{data.problem}</p>;
  return (
    <div className="prop-due">
      <p className="prop-hint">
        Armed now, it would fire{data.times !== null && data.times > 1 ? ` ${data.times} times` : ''}:
      </p>
      <ol>
        {data.due.map((at) => (
          <li key={at}>
            {exactText(Date.parse(at))}{' '}
            <small>
              (<RelativeTime at={at} />)
            </small>
          </li>
        ))}
        {data.more && <li>…</li>}
      </ol>
    </div>
  );
}
