import { Select } from '@mantine/core';
import { childOf, childrenOf } from '../../../engine/model/element.ts';
import { foreignTrigger } from '../../../engine/model/vendor-triggers.ts';
import { vendorCall } from '../../../engine/model/vendor.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { DecisionFields } from './decision.tsx';
import { extension, make, read, replaceExtensions, write, type Subject } from './edit.ts';
import { Section, TextField } from './fields.tsx';
import { ForeignTrigger } from './foreign-trigger.tsx';
import { HttpFields, writeHttp } from './http.tsx';
import { InferenceFields, writeRules } from './inference.tsx';
import { Message } from './message.tsx';

type Way = 'http' | 'decision' | 'inference' | 'message' | 'external';

const TITLES: Readonly<Record<Way, string>> = {
  http: 'Web service: an HTTP request',
  decision: 'Decision of a .dmn file',
  inference: 'Inference: rules that fire',
  message: 'Message to another job',
  external: 'Another engine or a scenario',
};

/** In place of another engine, where none is named. */
const UNSAID = 'Nothing yet';

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  'bpmn:ServiceTask': ['http', 'inference', 'external'],
  'bpmn:SendTask': ['message', 'http', 'external'],
  'bpmn:BusinessRuleTask': ['decision', 'inference', 'external'],
};

function wayOf(subject: Subject): Way {
  if (extension(subject, 'cairn:Http') !== null) return 'http';
  const { type, businessObject } = subject.element;
  if (
    type !== 'bpmn:SendTask' &&
    (read(subject, 'cairn:type') === 'inference' || extension(subject, 'cairn:Rules') !== null)
  )
    return 'inference';
  if (type === 'bpmn:BusinessRuleTask' && businessObject.get('cairn:decision') !== undefined) return 'decision';
  if (type === 'bpmn:SendTask' && childOf(businessObject, 'messageRef') !== null) return 'message';
  return 'external';
}

/** How a service, send or business rule task does its work. */
export function Implementation({
  subject,
  names,
}: {
  readonly subject: Subject;
  readonly names: readonly KnownName[];
}) {
  const way = wayOf(subject);
  const ways = WAYS[subject.element.type] ?? [];
  const http = extension(subject, 'cairn:Http');
  const vendor = vendorCall(subject.element.businessObject);
  if (foreignTrigger(subject.element.businessObject) !== null) return <ForeignTrigger subject={subject} sends />;
  return (
    <Section title="What it does">
      <Select
        label="It is done by"
        data={ways.map((each) => ({
          value: each,
          label: each === 'external' && vendor === null ? UNSAID : TITLES[each],
        }))}
        value={way}
        allowDeselect={false}
        onChange={(next) => next !== null && next !== way && change(subject, next)}
      />
      {way === 'http' && http !== null && <HttpFields subject={subject} http={http} names={names} />}
      {way === 'decision' && <DecisionFields subject={subject} />}
      {way === 'inference' && (
        <InferenceFields subject={subject} rules={extension(subject, 'cairn:Rules')} names={names} />
      )}
      {way === 'message' && (
        <Message subject={subject} owner={subject.element.businessObject} names={names} direction="sends" />
      )}
      {way === 'external' && (
        <>
          <p className="prop-warning">
            {vendor === null ? 'Nothing says how it is done.' : `Nothing in Cairn runs ${vendor}.`} A scenario can
            answer for it; without one a job stops here with an incident.
          </p>
          <TextField
            label="Result variable"
            mono
            value={read(subject, 'cairn:resultVariable')}
            onCommit={(value) => write(subject, 'cairn:resultVariable', value)}
          />
        </>
      )}
    </Section>
  );
}

/** Takes away what the other ways wrote, and begins the new one. */
function change(subject: Subject, next: Way): void {
  const { session, element } = subject;
  for (const type of ['cairn:Http', 'cairn:Rules', ...(next === 'message' ? [] : ['cairn:Payload'])])
    if (extension(subject, type) !== null) replaceExtensions(subject, type, []);
  const properties: Record<string, unknown> = {};
  if (element.type !== 'bpmn:SendTask') properties['cairn:type'] = next === 'inference' ? 'inference' : undefined;
  if (element.type === 'bpmn:BusinessRuleTask') properties['cairn:decision'] = next === 'decision' ? '#' : undefined;
  if (element.type === 'bpmn:SendTask' && next !== 'message') properties['messageRef'] = undefined;
  session.modeling.updateProperties(element, properties);
  if (next === 'http') writeHttp(subject, { method: 'POST', url: '', timeout: '', headers: [], body: '', results: [] });
  if (next === 'inference')
    writeRules(subject, [{ name: 'rule 1', salience: '', when: 'true', then: [{ name: 'result', value: '=true' }] }]);
  if (next === 'message') {
    const message = make(subject, 'bpmn:Message', session.definitions, {
      id: `message-${element.id}`,
      name: `${element.id}-message`,
    });
    const all = childrenOf(session.definitions, 'rootElements');
    session.modeling.updateModdleProperties(element, session.definitions, {
      rootElements: [...all, message],
    });
    session.modeling.updateProperties(element, { messageRef: message });
  }
}
