import { Select, Switch } from '@mantine/core';
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, childrenOf } from '../../../engine/model/element.ts';
import type { DiagramElement } from '../diagram-services.ts';
import { titleOf } from '../subject-words.ts';
import { isA, writeInner, type Subject } from './edit.ts';
import { Section } from './fields.tsx';

const ALL = '';

/** What a throwing event compensates, and whether it waits for that. */
export function Compensation({ subject, definition }: { subject: Subject; definition: ModdleElement }) {
  const chosen = childOf(definition, 'activityRef');
  const activities = compensatedFrom(subject);
  const known = activities.some(({ businessObject }) => businessObject === chosen);
  const idOf = (element: ModdleElement): string => String(element.get('id'));
  return (
    <Section title="Compensation">
      <Select
        label="Compensates"
        data={[
          { value: ALL, label: 'All that has a handler' },
          ...activities.map((each) => ({ value: each.id, label: titleOf(each) })),
          ...(chosen === null || known ? [] : [{ value: idOf(chosen), label: idOf(chosen) }]),
        ]}
        value={chosen === null ? ALL : idOf(chosen)}
        allowDeselect={false}
        onChange={(id) => {
          const next = activities.find((each) => each.id === id);
          if (id === ALL || next !== undefined)
            writeInner(subject, definition, { activityRef: next === undefined ? undefined : next.businessObject });
        }}
      />
      <Switch
        label="Waits until it is compensated"
        checked={definition.get('waitForCompletion') !== false}
        onChange={(event) =>
          writeInner(subject, definition, { waitForCompletion: event.currentTarget.checked ? undefined : false })
        }
      />
    </Section>
  );
}

/** Activities with a handler that an event can see: those of its scope, and of the scopes around event subprocesses. */
function compensatedFrom({ session, element }: Subject): readonly DiagramElement[] {
  const scopes: ModdleElement[] = [];
  for (let at = element.businessObject.$parent; at !== undefined; at = at.$parent) {
    scopes.push(at);
    if (at.get('triggeredByEvent') !== true) break;
  }
  return session.registry
    .filter((each) => isA(each, 'bpmn:Activity') && scopes.some((scope) => scope === each.businessObject.$parent))
    .filter((each) => hasHandler(session.registry.getAll(), each));
}

/** On its edge, or anywhere in it. */
function hasHandler(all: readonly DiagramElement[], activity: DiagramElement): boolean {
  const isHandled = all.some(({ host, businessObject }) => host === activity && catchesCompensation(businessObject));
  return isHandled || holdsHandler(activity.businessObject);
}

function holdsHandler(scope: ModdleElement): boolean {
  return childrenOf(scope, 'flowElements').some((each) => catchesCompensation(each) || holdsHandler(each));
}

function catchesCompensation(element: ModdleElement): boolean {
  if (!element.$instanceOf('bpmn:CatchEvent')) return false;
  return childrenOf(element, 'eventDefinitions').some(({ $type }) => $type === 'bpmn:CompensateEventDefinition');
}
