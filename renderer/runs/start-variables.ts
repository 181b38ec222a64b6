/**
 * What a job needs to begin with: the variables that its diagram reads where nothing before has written them. A guess to
 * fill a form with, never a rule; the JSON view takes whatever a person writes.
 */
import type { CallActivity } from '../../engine/model/graph/activity.ts';
import type { Assignment } from '../../engine/model/graph/mapping.ts';
import type { MessageRef } from '../../engine/model/graph/message.ts';
import type { FlowNode, ProcessGraph } from '../../engine/model/graph/process.ts';
import type { EventTrigger } from '../../engine/model/graph/trigger.ts';
import { feelReads, javascriptNames, namesOf, type Names } from '../jobs/expression-names.ts';

export interface StartVariable {
  readonly name: string;
  /** Elements that read it, in the order of the file. */
  readonly readBy: readonly string[];
  /** Every element that reads it comes after a message, which may bring it. */
  readonly messageMayBring: boolean;
}

/** Processes by their ids, as far as they are known: what a call reads, the called process reads. */
export type Called = ReadonlyMap<string, ProcessGraph>;

/** In the order of first use. */
export function startVariables(graph: ProcessGraph, called: Called = new Map()): StartVariable[] {
  const nodes = [...graph.nodes.values()].toSorted((a, b) => a.index - b.index);
  const uses = new Map(nodes.map((node) => [node.id, usesOf(node, called)]));
  const writers = new Map<string, string[]>();
  for (const [id, { writes }] of uses) for (const name of writes) writers.set(name, [...(writers.get(name) ?? []), id]);
  const after = reachability(graph);
  const needed = new Map<string, string[]>();
  for (const node of nodes) {
    for (const name of uses.get(node.id)?.reads ?? []) {
      const written = (writers.get(name) ?? []).some((writer) => writer !== node.id && after(writer).has(node.id));
      if (!written) needed.set(name, [...(needed.get(name) ?? []), node.id]);
    }
  }
  const receivers = nodes.filter((node) => node.incoming.length > 0 && takesMessage(node)).map(({ id }) => id);
  return [...needed].map(([name, readBy]) => ({
    name,
    readBy,
    messageMayBring: readBy.every((reader) => receivers.some((receiver) => after(receiver).has(reader))),
  }));
}

/**
 * What elements after this one read, and neither has a value now nor gets one on the way: what comes from outside may
 * have to bring it.
 */
export function awaitedVariables(graph: ProcessGraph, element: string, known: ReadonlySet<string>): StartVariable[] {
  const after = reachability(graph)(element);
  return startVariables(graph)
    .map((each) => ({ ...each, readBy: each.readBy.filter((reader) => after.has(reader)) }))
    .filter(({ name, readBy }) => readBy.length > 0 && !known.has(name));
}

const takesMessage = (node: FlowNode): boolean =>
  node.type === 'bpmn:ReceiveTask' || (node.type === 'bpmn:IntermediateCatchEvent' && node.trigger.kind === 'message');

/** What an element reads, in its conditions too, and what it writes. */
export function usesOf(node: FlowNode, called: Called = new Map()): Names {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const read = (names: Names): void => {
    for (const name of names.reads) reads.add(name);
    for (const name of names.writes) writes.add(name);
  };
  const readAll = (assignments: readonly Assignment[]): void => {
    for (const { value } of assignments) read(namesOf(value));
  };
  if ('trigger' in node) readTrigger(node.trigger, read, readAll);
  if (node.type === 'bpmn:ScriptTask') {
    if (node.language === 'feel') read({ reads: feelReads(node.script), writes: new Set() });
    else read(javascriptNames(node.script));
  }
  if (node.type === 'bpmn:ReceiveTask') readAwaited(node.message, read);
  if (node.type === 'bpmn:UserTask') {
    for (const field of node.form) {
      read(namesOf(field.default));
      writes.add(field.name);
    }
  }
  if ('implementation' in node) {
    const { implementation } = node;
    if (implementation.kind === 'http') {
      const { method, url, timeout, headers, body, results } = implementation.http;
      for (const each of [method, url, timeout, body]) read(namesOf(each));
      readAll(headers);
      for (const { name, value } of results) {
        read(namesOf(value));
        writes.add(name);
      }
      reads.delete('response');
    } else if (implementation.kind === 'message') {
      read(namesOf(implementation.message.correlationKey));
      readAll(implementation.payload);
    } else if (implementation.kind === 'expression') {
      read(namesOf(implementation.expression));
    } else if (implementation.kind === 'inference') {
      for (const rule of implementation.rules) {
        read(namesOf(rule.when));
        readAll(rule.then);
        for (const { name } of rule.then) writes.add(name);
      }
      // One rule's conclusion is another's premise.
      for (const { name } of implementation.rules.flatMap(({ then }) => then)) reads.delete(name);
    }
  }
  if (node.type === 'bpmn:CallActivity') read(usesOfCall(node, called));
  if ('resultVariable' in node && node.resultVariable !== null) writes.add(node.resultVariable);
  if ('mapping' in node && node.mapping !== null) {
    // What it is given under a name of its own is not the job's variable of that name.
    for (const { name } of node.mapping.inputs) reads.delete(name);
    readAll(node.mapping.inputs);
    for (const { name } of node.mapping.outputs) writes.add(name);
  }
  // What it has written itself its ways out find.
  for (const { condition } of node.outgoing) {
    const ways = namesOf(condition);
    for (const name of ways.reads) if (!writes.has(name)) reads.add(name);
    for (const name of ways.writes) writes.add(name);
  }
  return { reads, writes };
}

/** A call passes on what its process reads, but for what it is given under names of its own, and takes back what that writes. */
function usesOfCall({ calledElement, mapping }: CallActivity, called: Called): Names {
  const graph = calledElement.language === 'literal' ? called.get(calledElement.text) : undefined;
  if (graph === undefined) return namesOf(calledElement);
  const { reads, writes } = usesOfProcess(graph, called);
  const passes = mapping === null || (mapping.passesAll ?? mapping.inputs.length === 0);
  const returns = mapping === null || (mapping.outputs.length === 0 && mapping.returnsAll !== false);
  return { reads: passes ? reads : new Set(), writes: returns ? writes : new Set() };
}

/** By process, of those that belong together: many calls may name the same one. */
const known = new WeakMap<Called, Map<string, Names>>();

/** What a process reads before it writes it, and all that it writes. */
function usesOfProcess(graph: ProcessGraph, called: Called): Names {
  const processes = known.get(called) ?? new Map<string, Names>();
  known.set(called, processes);
  const before = processes.get(graph.processId);
  if (before !== undefined) return before;
  // Whoever calls itself, directly or through others, asks for nothing new the second time.
  processes.set(graph.processId, { reads: new Set(), writes: new Set() });
  const names = {
    reads: new Set(
      startVariables(graph, called).flatMap(({ name, messageMayBring }) => (messageMayBring ? [] : [name])),
    ),
    writes: new Set([...graph.nodes.values()].flatMap((node) => [...usesOf(node, called).writes])),
  };
  processes.set(graph.processId, names);
  return names;
}

/** What tells a message from others of its name: a key, or what its content must be. */
function readAwaited({ correlationKey, correlation }: MessageRef, read: (names: Names) => void): void {
  read(namesOf(correlationKey));
  if (correlation?.exact === true) for (const each of correlation.awaited) read(namesOf(each));
}

function readTrigger(
  trigger: EventTrigger,
  read: (names: Names) => void,
  readAll: (assignments: readonly Assignment[]) => void,
): void {
  if (trigger.kind === 'message') {
    readAwaited(trigger.message, read);
    read(namesOf(trigger.message.computed ?? null));
    readAll(trigger.payload);
  } else if (trigger.kind === 'timer') {
    read(namesOf(trigger.timer.value));
  }
}

/** Nodes that may follow a node, by flows, attached events and the insides of subprocesses. */
function reachability(graph: ProcessGraph): (from: string) => ReadonlySet<string> {
  const next = new Map<string, string[]>();
  const link = (from: string, to: string): void => void next.set(from, [...(next.get(from) ?? []), to]);
  for (const node of graph.nodes.values()) {
    for (const { target } of node.outgoing) link(node.id, target);
    if ('boundary' in node) for (const event of node.boundary) link(node.id, event);
    // A subprocess comes before what lies in it, and what lies in it before what follows the subprocess.
    if (graph.nodes.has(node.scope)) {
      link(node.scope, node.id);
      for (const { target } of graph.nodes.get(node.scope)?.outgoing ?? []) link(node.id, target);
    }
  }
  const found = new Map<string, ReadonlySet<string>>();
  return (from) => {
    const before = found.get(from);
    if (before !== undefined) return before;
    const reached = new Set<string>();
    const open = [...(next.get(from) ?? [])];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      open.push(...(next.get(id) ?? []));
    }
    found.set(from, reached);
    return reached;
  };
}
