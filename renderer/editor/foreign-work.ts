/** Tasks whose work only another engine could do: a job that comes to one stops there, which is to be known before it runs. */
import { externalTask, type ExternalTask } from '../../engine/model/check.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { DiagramProblem } from './diagram-problem.ts';
import { wordsFor } from './problem-words.ts';

/** What Cairn lacks for such a task, and what a person can do. `description`: as the engine's reader says it. */
export function foreignWorkWords(description: string): string {
  const lack = /^(?:no |script in no )/.test(description)
    ? `nothing says how it is done: ${description}.`
    : `nothing in Cairn runs ${description}.`;
  return `${lack} A job stops here with an incident, unless its scenario answers for the task.`;
}

/** One warning for each. `answered`: those for which a scenario answers already. */
export function foreignWorkProblems(graph: ProcessGraph, answered: ReadonlySet<string> = new Set()): DiagramProblem[] {
  return [...graph.nodes.values()].flatMap((node) => {
    const task = externalTask(node);
    return task === null || answered.has(node.id) ? [] : [problemOf(task)];
  });
}

/** Elements for which the scenario of that text answers; none where it is no JSON. */
export function answeredBy(text: string): ReadonlySet<string> {
  try {
    const read: unknown = JSON.parse(text);
    const services = typeof read === 'object' && read !== null && 'services' in read ? read.services : null;
    return new Set(typeof services === 'object' && services !== null ? Object.keys(services) : []);
  } catch (failure) {
    if (failure instanceof SyntaxError) return new Set();
    throw failure;
  }
}

function problemOf({ element, name, type, description }: ExternalTask): DiagramProblem {
  const way = type === 'bpmn:ScriptTask' ? 'write its script in JavaScript or FEEL' : 'choose how it is done';
  return {
    severity: 'warning',
    element,
    rule: 'needs-stub',
    source: 'engine',
    message: `${wordsFor(type, element, name)}: ${foreignWorkWords(description)} Give it a stub under “services” of a scenario, or ${way} in its properties.`,
  };
}
