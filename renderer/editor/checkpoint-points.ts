/** Which elements of a file are checkpoints: the engine's own reader and policy, asked in the window. */
import { pointsOf, type CheckpointPoint } from '../../engine/core/checkpoint-policy.ts';
import { isBefore } from '../../engine/core/unsaved-effects.ts';
import type { FlowNode, ProcessGraph } from '../../engine/model/graph/process.ts';
import { readBpmn, type ProcessProblem } from '../../engine/model/read-bpmn.ts';

/** On which side of an element its flag stands: where a token comes in, or where it goes out. */
type Side = 'before' | 'after';

export interface CheckpointFlag {
  readonly side: Side;
  readonly kind: 'explicit' | 'implicit';
  readonly reasons: readonly FlagReason[];
}

/** `fork-beside`: an event that interrupts nothing forks without a second way out. */
type FlagReason = CheckpointPoint['reason'] | 'fork-beside';

export interface ReadDiagram {
  /** Processes without errors. */
  readonly graphs: readonly ProcessGraph[];
  readonly problems: readonly ProcessProblem[];
  readonly flags: ReadonlyMap<string, readonly CheckpointFlag[]>;
}

/** Reads a diagram as the engine would. */
export async function readDiagram(xml: string, file: string): Promise<ReadDiagram> {
  const { processes, sketched, problems } = await readBpmn(xml, file);
  // An error somewhere else does not take the flags away: a mark that was just set must be seen.
  return { graphs: processes, problems, flags: flagsOf(sketched) };
}

/** At most one flag a side; it is explicit if any of its reasons is. */
export function flagsOf(graphs: readonly ProcessGraph[]): Map<string, CheckpointFlag[]> {
  const flags = new Map<string, CheckpointFlag[]>();
  for (const [graph, node] of graphs.flatMap((each) => [...each.nodes.values()].map((node) => [each, node] as const))) {
    const points = pointsOf(graph, node);
    const sides: readonly Side[] = ['before', 'after'];
    const found = sides.flatMap((side): CheckpointFlag[] => {
      const here = points.filter(({ reason }) => isBefore(reason) === (side === 'before'));
      if (here.length === 0) return [];
      const kind = here.some((point) => point.kind === 'explicit') ? 'explicit' : 'implicit';
      return [{ side, kind, reasons: here.map(({ reason }) => reasonOf(node, reason)) }];
    });
    if (found.length > 0) flags.set(node.id, found);
  }
  return flags;
}

function reasonOf(node: FlowNode, reason: CheckpointPoint['reason']): FlagReason {
  const interruptsNothing = 'interrupting' in node && !node.interrupting;
  return reason === 'fork' && interruptsNothing && node.outgoing.length < 2 ? 'fork-beside' : reason;
}
