/** Script tasks, and the JavaScript conditions of sequence flows. */
import type { ScriptTask } from '../model/graph/activity.ts';
import type { FlowNode } from '../model/graph/process.ts';
import type { Evaluate, Moment } from '../core/evaluation.ts';
import type { Variables } from '../core/value.ts';
import type { Outcome, Work } from '../core/work.ts';
import type { ConditionsRequest, Sandbox } from '../expressions/sandbox.ts';

interface Surroundings {
  readonly variables: Variables;
  readonly moment: Moment;
}

interface ScriptTools {
  readonly sandbox: Sandbox;
  readonly evaluate: Evaluate;
  readonly limits: ConditionsRequest['limits'];
}

/** JavaScript runs in the sandbox; FEEL is answered at once and writes nothing but its result. */
export function performScript(
  work: Work,
  node: ScriptTask,
  { variables, moment }: Surroundings,
  tools: ScriptTools,
): Outcome | Promise<Outcome> {
  switch (node.language) {
    case 'feel': {
      const answer = tools.evaluate({ language: 'feel', text: node.script }, variables, moment);
      if (!answer.ok) return { kind: 'failed', message: `the script of ${titleOf(node)} failed: ${answer.message}` };
      return { kind: 'completed', result: answer.value, writes: {} };
    }
    case 'javascript':
      return tools.sandbox.run({
        script: node.script,
        wantsResult: node.resultVariable !== null,
        name: node.id,
        title: titleOf(node),
        variables,
        now: moment.now,
        seed: moment.seed,
        executionId: work.instance,
        limits: tools.limits,
      });
    case 'external':
      return {
        kind: 'failed',
        message: `no service is bound to ${node.id}: a script in ${node.format || 'a language without a name'}, which only another engine can run; give it an answer in a scenario under services`,
      };
  }
}

/** What people call it, and its id. */
function titleOf({ id, name }: FlowNode): string {
  const title = name?.trim() ?? '';
  return title === '' || title === id ? id : `“${title}” (${id})`;
}

/** The conditions in JavaScript on the node's ways out, in file order. */
export function performConditions(
  work: Work,
  node: FlowNode,
  { variables, moment }: Surroundings,
  tools: ScriptTools,
): Promise<Outcome> {
  const conditions = node.outgoing.flatMap(({ condition }) =>
    condition?.language === 'javascript' ? [condition.text] : [],
  );
  return tools.sandbox.runConditions({
    conditions,
    name: node.id,
    variables,
    now: moment.now,
    seed: moment.seed,
    executionId: work.instance,
    limits: tools.limits,
  });
}
