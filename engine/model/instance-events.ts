/** Reads what multi-instance throws as its instances complete: its `behavior` (BPMN 2.0.2, 10.3.8, table 10.29). */
import type { Document } from './document.ts';
import { childOf, childrenOf, textOf, type Element } from './element.ts';
import { readFormal } from './formal-expression.ts';
import type { InstanceEvent } from './graph/loop.ts';
import type { Report } from './report.ts';
import { readSingle } from './trigger.ts';
import { eventDefinitionsOf, kindOf } from './unsupported.ts';

const TABLE = '(BPMN 2.0.2, 10.3.8, table 10.29)';

/** Nothing where `behavior` is All, which is the default. */
export function readInstanceEvents(
  activity: Element,
  loop: Element,
  document: Document,
  report: Report,
): readonly InstanceEvent[] {
  const behavior = textOf(loop, 'behavior') ?? 'All';
  const read = (when: InstanceEvent['when'], definition: Element): readonly InstanceEvent[] => {
    const trigger = readSingle(activity, definition, document, report);
    if (trigger === null) return [];
    if (trigger.kind === 'signal' || trigger.kind === 'escalation') return [{ when, trigger }];
    report.error(
      activity,
      'unsupported-element',
      `its multi-instance throws an event of the kind ${kindOf(definition)} as instances complete; only signals and escalations are supported ${TABLE}.`,
    );
    return [];
  };
  switch (behavior) {
    case 'None':
    case 'One': {
      const property = behavior === 'None' ? 'noneBehaviorEventRef' : 'oneBehaviorEventRef';
      const definition = childOf(loop, property);
      if (definition !== null) return read(behavior === 'None' ? 'each' : 'first', definition);
      if (!document.dangling.has(loop, property))
        report.warning(
          activity,
          'multi-instance-event',
          `its multi-instance has the behavior ${behavior}, but no ${property}: the signal that it throws has no name, and nobody can catch it ${TABLE}.`,
        );
      return [];
    }
    case 'Complex':
      return childrenOf(loop, 'complexBehaviorDefinition').flatMap((each) => {
        const condition = readFormal(activity, 'condition', document, report, each);
        const event = childOf(each, 'event');
        const [definition] = event === null ? [] : eventDefinitionsOf(event);
        if (condition === null || definition === undefined) {
          report.error(
            activity,
            'multi-instance-event',
            `a complexBehaviorDefinition of its multi-instance has no ${condition === null ? 'condition' : 'event'} ${TABLE}.`,
          );
          return [];
        }
        return read(condition, definition);
      });
    default:
      return [];
  }
}

/** What multi-instance of an activity throws as its instances complete, of whatever kind. */
export function thrownAsInstancesComplete(activity: Element): readonly Element[] {
  const loop = childOf(activity, 'loopCharacteristics');
  if (loop?.$type !== 'bpmn:MultiInstanceLoopCharacteristics') return [];
  switch (textOf(loop, 'behavior')) {
    case 'None':
      return only(childOf(loop, 'noneBehaviorEventRef'));
    case 'One':
      return only(childOf(loop, 'oneBehaviorEventRef'));
    case 'Complex':
      return childrenOf(loop, 'complexBehaviorDefinition')
        .flatMap((each) => only(childOf(each, 'event')))
        .flatMap(eventDefinitionsOf);
    default:
      return [];
  }
}

const only = (element: Element | null): readonly Element[] => (element === null ? [] : [element]);
