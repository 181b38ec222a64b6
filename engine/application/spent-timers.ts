/** Timers of a diagram whose years are all over: nothing is wrong with how they are written, but they never fire again. */
import { partsOf } from '../core/waits.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import type { ProcessProblem } from '../model/read-bpmn.ts';
import { nextCron } from '../model/cron.ts';
import { looksLikeCron } from '../model/cron-text.ts';

/** A warning for each. `now`: ms since the epoch. */
export function spentTimers(graph: ProcessGraph, file: string, now: number): readonly ProcessProblem[] {
  return [...graph.nodes.values()].flatMap((node) => {
    if (!('trigger' in node)) return [];
    return partsOf(node.trigger).flatMap((part) => {
      if (part.kind !== 'timer' || part.timer.kind !== 'cycle' || part.timer.value.language !== 'literal') return [];
      const { text } = part.timer.value;
      if (!looksLikeCron(text) || nextCron(text, part.timer.cron, now) !== null) return [];
      return [
        {
          severity: 'warning' as const,
          file,
          element: node.id,
          rule: 'timer-over',
          message: `${node.id} (${node.type}): the cron expression "${text}" of its timer names only times that are past, so that it never fires again.`,
          process: graph.processId,
        },
      ];
    });
  });
}
