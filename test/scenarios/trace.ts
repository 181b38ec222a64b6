/** A run as text that people read: acts at the margin, what followed from them below, one line each, no ids. */
import type { CheckpointPoint } from '../../engine/core/checkpoint-policy.ts';
import type { JobEvent } from '../../engine/core/events.ts';
import { joinWaits } from '../../engine/core/join-waits.ts';
import type { CompensationTarget, JobState } from '../../engine/core/job-state.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { encodeValue } from '../../engine/core/value.ts';
import { reasonText } from '../engine/core/job-under-test.ts';
import type { Played } from './player.ts';

export function traceOf({ job, acts }: Played): string {
  const lines: string[] = [];
  const points = job.checkpoints.values();
  const pending = acts.values();
  let act = pending.next().value;
  const begin = acts[0]?.at ?? 0;
  for (const [index, event] of job.events.entries()) {
    while (act !== undefined && act.events <= index) {
      lines.push(`${act.at === begin ? '' : `+${(act.at - begin) / 1000}s `}${act.text}`);
      act = pending.next().value;
    }
    const text =
      event.type === 'checkpoint-captured'
        ? checkpointText(event.seq, points.next().value ?? [])
        : textOf(job.graph, event);
    if (text !== null) lines.push(`  ${text}`);
  }
  lines.push(endText(job.graph, job.state), `variables ${encodeValue(job.variables)}`);
  return `${lines.join('\n')}\n`;
}

function checkpointText(seq: number, points: readonly CheckpointPoint[]): string {
  const kind = points.some((point) => point.kind === 'explicit') ? 'explicit' : 'implicit';
  return `checkpoint ${seq} ${kind}: ${points.map(reasonText).join(', ')}`;
}

function endText(graph: ProcessGraph, state: JobState): string {
  const { status, error, tokens } = state;
  const waits = joinWaits(graph, state);
  const places = [...tokens.values()]
    .map(({ id, node, state: at }) => `${node} ${at}${waits.get(id)?.forEver === true ? ' for ever' : ''}`)
    .toSorted();
  return [status, ...(error === null ? [] : [`${error.code} (${error.message})`]), ...places].join(', ');
}

/** Null: said by another line already. */
function textOf(graph: ProcessGraph, event: JobEvent): string | null {
  switch (event.type) {
    case 'element-entered':
      return `enter ${event.node}${nth('attempt', event.attempt)}${nth('visit', event.visit)}`;
    case 'complex-gateway-activated':
      return `${event.node} waits for reset`;
    case 'complex-gateway-reset':
      return `${event.node} is reset`;
    case 'instances-entered':
      return `repeat ${event.node}${nth('visit', event.visit)}`;
    case 'instances-counted':
      return event.total === null ? null : `${event.total} instances of ${event.node}`;
    case 'instance-completed':
      return `instance ${event.index + 1} of ${event.node} is done`;
    case 'element-left':
      return `leave ${event.node}, ${event.outcome}${nth('attempt', event.attempt)}`;
    case 'work-requested':
      return `ask for ${event.kind} at ${event.node}${nth('attempt', event.attempt)}`;
    case 'variable-set':
      return `set ${event.name} = ${encodeValue(event.value)}`;
    case 'wait-started':
      return `wait for ${event.wait} at ${event.node}`;
    case 'retry-scheduled':
      return `retry ${event.node} later: ${event.message}`;
    case 'timer-armed':
      return `arm ${event.timer.node}`;
    case 'timer-removed':
      return `disarm ${event.timer.split('/')[1]}`;
    case 'subscription-opened': {
      const { trigger, message, node, key } = event.subscription;
      const what = trigger === 'message' ? message : `${trigger} ${message}`.trim();
      return `subscribe ${node} to ${what}${key === null ? '' : ` with key ${key}`}`;
    }
    case 'part-kept':
      return `keep what came for ${event.subscription.node} ${encodeValue(event.subscription.brought ?? {})}`;
    case 'subscription-removed':
      return `unsubscribe ${event.subscription.split('/')[1]}`;
    case 'condition-changed':
      return `condition of ${event.node} becomes ${event.met}`;
    case 'signal-thrown':
      return `signal ${event.signal} ${encodeValue(event.variables)}`;
    case 'escalation-thrown': {
      const code = event.escalation.code === '' ? 'without a code' : event.escalation.code;
      return `escalate ${code}, ${event.caughtBy === null ? 'uncaught' : `caught by ${event.caughtBy}`}`;
    }
    case 'scope-interrupted':
      return `${event.node} takes the place of what went on around it`;
    case 'scope-kept':
      return `keep scope of ${event.node}`;
    case 'compensation-thrown':
      return `compensate ${event.taken.length === 0 ? 'nothing' : event.taken.map(({ instance }) => instance.split('#')[0]).join(', ')}`;
    case 'compensation-started':
      return `compensate with ${event.target.node}${askedBy(graph, event.target)}`;
    case 'token-joining':
      return `join at ${event.node}`;
    case 'joined':
      return `merge ${event.tokens.length} tokens at ${event.node}`;
    case 'forked':
      return `fork into ${event.tokens.length} at ${event.node}`;
    case 'message-sent':
      return `send ${event.message.name} ${encodeValue(event.message.variables)}`;
    case 'data-stored':
      return `store ${event.store} = ${encodeValue(event.value)}`;
    case 'scope-opened':
      return event.parent === null ? null : `open ${event.kind} scope of ${event.node}`;
    case 'scope-closed':
      return `close ${event.kind} scope of ${event.node}`;
    case 'incident-raised':
      return `incident at ${event.node ?? 'the job'}: ${event.incident.message}`;
    case 'job-completed':
    case 'job-failed':
    case 'job-cancelled':
      return event.type.replace('-', ' ');
    default:
      return null;
  }
}

/** The event at a boundary that names the handler: no token comes to it, it is the reason why the handler runs. */
function askedBy(graph: ProcessGraph, { node, instance }: CompensationTarget): string {
  const host = graph.nodes.get(instance.slice(0, instance.lastIndexOf('#')));
  if (host === undefined || !('compensation' in host) || host.compensation?.kind !== 'activity') return '';
  const event = host.boundary
    .map((id) => graph.nodes.get(id))
    .find((each) => each?.type === 'bpmn:BoundaryEvent' && each.trigger.kind === 'compensation');
  return event === undefined || host.compensation.handler !== node ? '' : `, named by ${event.id}`;
}

function nth(what: string, count: number): string {
  return count > 1 ? `, ${what} ${count}` : '';
}
