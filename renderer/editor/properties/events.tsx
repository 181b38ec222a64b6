import { Switch } from '@mantine/core';
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, childrenOf, rawTextOf } from '../../../engine/model/element.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { FeelField } from '../../ui/FeelField.tsx';
import { eventDefinitions, isA, make, referTo, roots, writeInner, type Subject } from './edit.ts';
import { Compensation } from './compensation.tsx';
import { Section, TextField } from './fields.tsx';
import { ForeignTrigger } from './foreign-trigger.tsx';
import { Message, Payload } from './message.tsx';
import { Timer } from './timer.tsx';
import { isXPath, XPATH, XPathField } from './xpath.tsx';

interface Named {
  readonly title: string;
  readonly reference: 'errorRef' | 'signalRef' | 'escalationRef';
  readonly type: string;
  /** The attribute that catches and throws are matched by. */
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
}

const NAMED: Readonly<Record<string, Named>> = {
  'bpmn:ErrorEventDefinition': {
    title: 'Error',
    reference: 'errorRef',
    type: 'bpmn:Error',
    key: 'errorCode',
    label: 'Error code',
    hint: 'A catching event without a code catches every error.',
  },
  'bpmn:SignalEventDefinition': {
    title: 'Signal',
    reference: 'signalRef',
    type: 'bpmn:Signal',
    key: 'name',
    label: 'Name of the signal',
  },
  'bpmn:EscalationEventDefinition': {
    title: 'Escalation',
    reference: 'escalationRef',
    type: 'bpmn:Escalation',
    key: 'escalationCode',
    label: 'Escalation code',
    hint: 'A catching event without a code catches every escalation.',
  },
};

/** What an event waits for or throws. */
export function Event({ subject, names }: { readonly subject: Subject; readonly names: readonly KnownName[] }) {
  const definitions = eventDefinitions(subject);
  const throws = isA(subject.element, 'bpmn:ThrowEvent');
  return (
    <>
      {definitions.length === 0 && <ForeignTrigger subject={subject} sends={throws} />}
      {definitions.map((definition, index) => (
        // Nothing in the panel moves them.
        <Trigger key={index} subject={subject} definition={definition} names={names} throws={throws} />
      ))}
      {definitions.some(({ $type }) => !ALWAYS.includes($type)) || definitions.length === 0 ? (
        <Interrupting subject={subject} />
      ) : null}
    </>
  );
}

/** These interrupt whatever the file says, or come when all has ended. */
const ALWAYS: readonly string[] = [
  'bpmn:ErrorEventDefinition',
  'bpmn:CancelEventDefinition',
  'bpmn:CompensateEventDefinition',
];

interface TriggerProps {
  readonly subject: Subject;
  readonly definition: ModdleElement;
  readonly names: readonly KnownName[];
  readonly throws: boolean;
}

function Trigger({ subject, definition, names, throws }: TriggerProps) {
  const named = NAMED[definition.$type];
  return (
    <>
      {definition.$type === 'bpmn:TimerEventDefinition' && (
        <Timer subject={subject} definition={definition} names={names} />
      )}
      {definition.$type === 'bpmn:MessageEventDefinition' && (
        <Message subject={subject} owner={definition} names={names} direction={throws ? 'sends' : 'waits'} />
      )}
      {named !== undefined && (
        <Section title={named.title} {...(named.hint === undefined || throws ? {} : { hint: named.hint })}>
          <Reference subject={subject} definition={definition} named={named} />
          {throws && named.reference === 'signalRef' && <Payload subject={subject} names={names} of="signal" />}
        </Section>
      )}
      {definition.$type === 'bpmn:ConditionalEventDefinition' && (
        <Conditional subject={subject} definition={definition} names={names} />
      )}
      {definition.$type === 'bpmn:LinkEventDefinition' && (
        <Section title="Link" hint="A throw goes on at the catch with the same name.">
          <TextField
            label="Name of the link"
            mono
            value={rawTextOf(definition, 'name') ?? ''}
            options={linkNames(subject)}
            onCommit={(name) => writeInner(subject, definition, { name: name === '' ? undefined : name })}
          />
        </Section>
      )}
      {definition.$type === 'bpmn:CompensateEventDefinition' && throws && (
        <Compensation subject={subject} definition={definition} />
      )}
    </>
  );
}

/** Of an event on the edge of an activity, and of one that starts an event subprocess. */
function Interrupting({ subject }: { readonly subject: Subject }) {
  const { element, session } = subject;
  const isBoundary = element.type === 'bpmn:BoundaryEvent';
  const startsByEvent =
    element.type === 'bpmn:StartEvent' && element.businessObject.$parent?.get('triggeredByEvent') === true;
  if (!isBoundary && !startsByEvent) return null;
  const property = isBoundary ? 'cancelActivity' : 'isInterrupting';
  return (
    <Section title={isBoundary ? 'Boundary' : 'Event subprocess'}>
      <Switch
        label={isBoundary ? 'Interrupts the activity' : 'Interrupts what goes on around it'}
        checked={element.businessObject.get(property) !== false}
        onChange={(event) => session.modeling.updateProperties(element, { [property]: event.currentTarget.checked })}
      />
    </Section>
  );
}

/** Of all links of the file. */
function linkNames({ session }: Subject): string[] {
  return session.registry
    .getAll()
    .flatMap(({ businessObject }) =>
      businessObject.$instanceOf('bpmn:Event') ? childrenOf(businessObject, 'eventDefinitions') : [],
    )
    .flatMap((each) => (each.$type === 'bpmn:LinkEventDefinition' ? (rawTextOf(each, 'name') ?? []) : []));
}

function Reference(props: { subject: Subject; definition: ModdleElement; named: Named }) {
  const { subject, definition, named } = props;
  const current = childOf(definition, named.reference);
  const all = roots(subject, named.type);
  const set = (value: string): void => {
    const known = all.find((each) => rawTextOf(each, named.key) === value);
    if (value === '') writeInner(subject, definition, { [named.reference]: undefined });
    else if (known !== undefined) writeInner(subject, definition, { [named.reference]: known });
    else
      referTo(subject, definition, named.reference, named.type, {
        [named.key]: value,
        ...(named.key === 'name' ? {} : { name: value }),
      });
  };
  return (
    <TextField
      label={named.label}
      mono
      value={current === null ? '' : (rawTextOf(current, named.key) ?? '')}
      options={all.flatMap((each) => rawTextOf(each, named.key) ?? [])}
      onCommit={set}
    />
  );
}

function Conditional(props: { subject: Subject; definition: ModdleElement; names: readonly KnownName[] }) {
  const { subject, definition, names } = props;
  const condition = childOf(definition, 'condition');
  const text = condition === null ? '' : (rawTextOf(condition, 'body') ?? '');
  const set = (properties: Record<string, unknown>): void =>
    writeInner(subject, definition, { condition: make(subject, 'bpmn:FormalExpression', definition, properties) });
  return (
    <Section title="Condition" hint="It happens as soon as this is true.">
      {isXPath(definition, condition) ? (
        <XPathField value={text.trim()} names={names} onCommit={(body) => set({ body, language: XPATH })} />
      ) : (
        <FeelField
          label="Condition, in FEEL"
          value={text.trim().replace(/^=/, '')}
          names={names}
          onCommit={(body) => set({ body: `=${body}` })}
        />
      )}
    </Section>
  );
}
