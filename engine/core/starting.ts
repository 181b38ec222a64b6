/** How a job begins (BPMN 2.0.2, 10.5.2): where, with what it must be given, and by what. */
import type { DataSet } from '../model/graph/data.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import { refuse, type Command, type Refusal, type StartTrigger } from './commands.ts';
import { verdictOf } from './condition.ts';
import { learn, otherThan, startedBy, strange } from './correlation.ts';
import { behaviourOf } from './elements/index.ts';
import { handOnTo } from './event-data.ts';
import { armScope, declare } from './event-subprocess.ts';
import { createToken } from './flow.ts';
import { digests } from './given.ts';
import { shortId } from './hash.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { waitsForAll } from './waits.ts';

/** Opens the process's scope and its first tokens; a refusal has emitted nothing. */
export function start(step: Step, command: Extract<Command, { type: 'start' }>): Refusal | null {
  const { state, graph } = step;
  if (state.scopes.size > 0) return refuse('illegal', `job ${state.id} has started already`);
  // A scenario's run is repeatable: its ids come from its seed, so that chance, which hangs on them, repeats too.
  const root = shortId('scope', state.simulated ? String(state.seed) : state.lineage, graph.processId);
  const definition = graph.scopes.get(graph.processId);
  if (definition === undefined) return refuse('unknown', `process ${graph.processId} has no content`);
  const ways = definition.initial.filter((id) => graph.nodes.get(id)?.type === 'bpmn:StartEvent');
  if (command.node === null && ways.length > 1) {
    const which = `process ${graph.processId} has several none start events (${ways.join(', ')}), each another way to begin`;
    return refuse('illegal', `${which}: say at which one (BPMN 2.0.2, 10.5.2)`);
  }
  // An event behind an instantiating gateway stands for the gateway.
  const gateway = command.node === null ? null : instantiatingGateway(graph, command.node);
  const [triggered] = definition.triggered;
  const initial =
    command.node !== null
      ? [gateway ?? command.node]
      : definition.initial.length > 0 || triggered === undefined
        ? definition.initial
        : [triggered];
  const unknown = initial.find((id) => !definition.initial.includes(id) && !definition.triggered.includes(id));
  if (unknown !== undefined) return refuse('unknown', `process ${graph.processId} has no start event ${unknown}`);
  const lacking = lackingInputs(graph.inputSets, command);
  if (lacking !== null) return refuse('illegal', `process ${graph.processId} cannot start: ${lacking}`);
  const unmet = initial.map((id) => unmetCondition(step, id, command.variables)).find((reason) => reason !== null);
  if (unmet !== undefined) return refuse('illegal', unmet);
  const begins = command.by?.kind === 'message' ? command.by : null;
  const message = startedBy(graph, command.node ?? initial[0] ?? '', begins?.name ?? null);
  const carried = { variables: command.variables, key: begins?.key ?? null };
  const unrelated =
    begins === null || message === null ? null : (strange(step, message, carried) ?? otherThan(step, message, carried));
  if (unrelated !== null) return refuse('illegal', unrelated);
  step.emit({
    type: 'job-started',
    node: initial[0] ?? graph.processId,
    given: (state.parent?.token ?? null) === null ? null : digests(command.variables),
  });
  step.emit({ type: 'scope-opened', scope: root, parent: null, node: graph.processId, kind: 'flow', token: null });
  for (const [name, value] of Object.entries(command.variables))
    step.emit({ type: 'variable-set', scope: root, name, value });
  declare(step, root, graph.processId);
  if (command.messageId !== null)
    step.emit({ type: 'message-taken', node: initial[0] ?? '', messageId: command.messageId });
  if (message !== null) learn(step, initial[0] ?? '', message, carried);
  armScope(step, root);
  const tokens = initial.map((id) => createToken(step, root, id, null, []));
  if (tokens.length > 1) step.emit({ type: 'forked', node: graph.processId, tokens });
  for (const id of tokens) handOnStart(step, id, command.variables);
  if (command.by !== undefined) letBegin(step, tokens, command.node ?? initial[0] ?? '', command.by, command.variables);
  return null;
}

/** By hand, or as a called process, it starts with the data inputs of one of its input sets (BPMN 2.0.2, 10.4.2). */
function lackingInputs(
  sets: readonly DataSet[],
  { by, variables }: Extract<Command, { type: 'start' }>,
): string | null {
  const lacks = ({ required }: DataSet): readonly string[] =>
    required.filter((name) => (variables[name] ?? null) === null);
  const [first] = sets;
  if (by !== undefined || first === undefined || sets.some((set) => lacks(set).length === 0)) return null;
  return `its data input ${lacks(first).join(', ')} has no value (BPMN 2.0.2, 10.4.2)`;
}

/** The data outputs of a start event, filled with what the process was started with. */
function handOnStart(step: Step, id: string, variables: Variables): void {
  const token = step.state.tokens.get(id);
  if (token === undefined || step.node(token.node).type !== 'bpmn:StartEvent') return;
  const node = step.node(token.node);
  // One that waits for more hands on all of it when the rest has come.
  if (!('trigger' in node) || !waitsForAll(node.trigger)) handOnTo(step, node, token, variables, true);
}

/** The gateway that an event stands behind whose coming starts the process; null: it stands behind none. */
function instantiatingGateway(graph: ProcessGraph, id: string): string | null {
  const source = graph.nodes.get(graph.nodes.get(id)?.incoming[0]?.source ?? '');
  return source?.type === 'bpmn:EventBasedGateway' && source.instantiate ? source.id : null;
}

/** What started the process has happened already: it is not waited for. */
function letBegin(step: Step, tokens: readonly string[], event: string, by: StartTrigger, variables: Variables): void {
  for (const id of tokens) {
    const token = step.state.tokens.get(id);
    if (token === undefined) continue;
    const node = step.node(token.node);
    behaviourOf(node).begun?.(step, node, token, { event, by, variables });
  }
}

/** A conditional start event starts nothing while its condition does not hold (BPMN 2.0.2, 10.5.2, table 10.84). */
function unmetCondition(step: Step, id: string, variables: Variables): string | null {
  const node = step.graph.nodes.get(id);
  if (node?.type !== 'bpmn:StartEvent' || node.trigger.kind !== 'conditional') return null;
  const { condition } = node.trigger;
  const moment = { now: step.state.now, seed: step.state.seed };
  const answer = verdictOf(condition, step.env.evaluate(condition, variables, moment));
  if (answer.ok && answer.holds) return null;
  return answer.ok
    ? `the condition of start event ${id} is not met`
    : `the condition of start event ${id} cannot be evaluated: ${answer.message}`;
}
