/** The one place that maps an element's type to its behaviour. */
import type { FlowNode } from '../../model/graph/process.ts';
import type { Behaviour } from './behaviour.ts';
import { adHocSubProcess } from './ad-hoc-sub-process.ts';
import { boundaryEvent } from './boundary-event.ts';
import { callActivity } from './call-activity.ts';
import { endEvent } from './end-event.ts';
import { eventBasedGateway } from './event-based-gateway.ts';
import { exclusiveGateway } from './exclusive-gateway.ts';
import { inclusiveGateway } from './inclusive-gateway.ts';
import { intermediateCatchEvent } from './intermediate-catch-event.ts';
import { intermediateThrowEvent } from './intermediate-throw-event.ts';
import { parallelGateway } from './parallel-gateway.ts';
import { plainTask } from './plain-task.ts';
import { receiveTask } from './receive-task.ts';
import { repeated } from './repeated-activity.ts';
import { scriptTask } from './script-task.ts';
import { serviceTask } from './service-task.ts';
import { skippable } from './skipped-task.ts';
import { startEvent } from './start-event.ts';
import { subProcess } from './sub-process.ts';
import { userTask } from './user-task.ts';

type NodeOf<T extends FlowNode['type']> = Extract<FlowNode, { type: T }>;

const BEHAVIOURS: { readonly [T in FlowNode['type']]: Behaviour<NodeOf<T>> } = {
  'bpmn:StartEvent': startEvent,
  'bpmn:EndEvent': endEvent,
  'bpmn:IntermediateCatchEvent': intermediateCatchEvent,
  'bpmn:IntermediateThrowEvent': intermediateThrowEvent,
  'bpmn:BoundaryEvent': boundaryEvent,
  'bpmn:Task': plainTask,
  'bpmn:ManualTask': plainTask,
  'bpmn:ScriptTask': scriptTask,
  'bpmn:ServiceTask': serviceTask,
  'bpmn:SendTask': serviceTask,
  'bpmn:BusinessRuleTask': serviceTask,
  'bpmn:UserTask': userTask,
  'bpmn:ReceiveTask': receiveTask,
  'bpmn:CallActivity': callActivity,
  'bpmn:SubProcess': subProcess,
  'bpmn:AdHocSubProcess': adHocSubProcess,
  'bpmn:Transaction': subProcess,
  'bpmn:ExclusiveGateway': exclusiveGateway,
  'bpmn:InclusiveGateway': inclusiveGateway,
  'bpmn:ComplexGateway': inclusiveGateway,
  'bpmn:ParallelGateway': parallelGateway,
  'bpmn:EventBasedGateway': eventBasedGateway,
};

/** The behaviour of a node. */
export function behaviourOf(node: FlowNode): Behaviour<FlowNode> {
  const own: Behaviour<FlowNode> = BEHAVIOURS[node.type];
  const behaviour = 'skip' in node && node.skip !== undefined ? skippable(own) : own;
  return 'loop' in node && node.loop !== null ? repeated(behaviour) : behaviour;
}
