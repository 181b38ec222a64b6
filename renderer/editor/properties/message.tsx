import type { ModdleElement } from 'bpmn-moddle';
import { childOf, rawTextOf } from '../../../engine/model/element.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import {
  extensionsOfType,
  makePairs,
  readPairs,
  referTo,
  replaceExtensions,
  roots,
  writeInner,
  type Subject,
} from './edit.ts';
import { PairRows, Section, TextField, ValueField } from './fields.tsx';

/** Which message, and to which job it goes. `owner` has the reference: the task, or the event's definition. */
export function Message(props: {
  subject: Subject;
  owner: ModdleElement;
  names: readonly KnownName[];
  direction: 'sends' | 'waits';
}) {
  const { subject, owner, names, direction } = props;
  const message = childOf(owner, 'messageRef');
  const all = roots(subject, 'bpmn:Message');
  const name = message === null ? '' : (rawTextOf(message, 'name') ?? '');
  const setName = (next: string): void => {
    const known = all.find((each) => rawTextOf(each, 'name') === next);
    if (next === '') writeInner(subject, owner, { messageRef: undefined });
    else if (known !== undefined) writeInner(subject, owner, { messageRef: known });
    else referTo(subject, owner, 'messageRef', 'bpmn:Message', { name: next });
  };
  return (
    <Section title="Message">
      <TextField
        label={direction === 'sends' ? 'Sends the message' : 'Waits for the message'}
        placeholder="order-paid"
        mono
        value={name}
        options={all.flatMap((each) => rawTextOf(each, 'name') ?? [])}
        onCommit={setName}
      />
      {message !== null && (
        <ValueField
          label="Correlation key: which job it is for"
          placeholder="=orderId"
          value={rawTextOf(message, 'cairn:correlationKey') ?? ''}
          names={names}
          onCommit={(key) =>
            writeInner(subject, message, { 'cairn:correlationKey': key === '' || key === '=' ? undefined : key })
          }
        />
      )}
      {direction === 'sends' && <Payload subject={subject} names={names} of="message" />}
    </Section>
  );
}

/** What a sent message or signal carries. */
export function Payload(props: {
  readonly subject: Subject;
  readonly names: readonly KnownName[];
  readonly of: 'message' | 'signal';
}) {
  const { subject, names } = props;
  return (
    <PairRows
      label={`Payload: variables of the ${props.of}`}
      rows={readPairs(extensionsOfType(subject, 'cairn:Payload'))}
      names={names}
      nameOptions={names.map(({ name }) => name)}
      add="Add a variable"
      onChange={(rows) => replaceExtensions(subject, 'cairn:Payload', makePairs(subject, 'cairn:Payload', rows))}
    />
  );
}
