/** What a scenario says and the run has no use for: most likely misspelt, and then without any effect. */
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import { messageRowId, signalRowId, type Scenario } from '../protocol/scenario.ts';
import type { Store } from '../store/store.ts';

/** Elements that no process of the run has, one sentence for each. */
export function unknownNames(scenario: Scenario, processes: readonly ProcessGraph[]): string[] {
  const known = new Set(processes.flatMap((graph) => [...graph.nodes.keys()]));
  const named: (readonly [string, string])[] = [
    ...Object.keys(scenario.services).map((element) => ['services', element] as const),
    ...Object.keys(scenario.userTasks).map((element) => ['userTasks', element] as const),
    ...Object.entries(scenario.choices).flatMap(([element, chosen]) =>
      [element, ...chosen].map((each) => ['choices', each] as const),
    ),
    ...scenario.messages.flatMap(({ when }, index) =>
      when !== undefined && 'waiting' in when ? [[`messages[${index}].when.waiting`, when.waiting] as const] : [],
    ),
    ...(scenario.expect?.executed ?? []).map((element) => ['expect.executed', element] as const),
  ];
  return named
    .filter(([, element]) => !known.has(element))
    .map(([field, element]) => `${field}: there is no element ${element}`);
}

/** What answers for a field of a scenario: anything else takes no notice of it. */
const ANSWERED: readonly (readonly [
  field: 'services' | 'userTasks' | 'choices',
  types: readonly FlowNode['type'][],
  what: string,
])[] = [
  [
    'services',
    ['bpmn:ScriptTask', 'bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask'],
    'service, script, send and business rule tasks',
  ],
  ['userTasks', ['bpmn:UserTask'], 'user tasks'],
  ['choices', ['bpmn:AdHocSubProcess'], 'ad-hoc subprocesses'],
];

/** Elements of the run for which the scenario has what they never take, one sentence for each. */
export function misplaced(scenario: Scenario, processes: readonly ProcessGraph[]): string[] {
  const nodes = new Map(processes.flatMap((graph) => [...graph.nodes]));
  return ANSWERED.flatMap(([field, types, what]) =>
    Object.keys(scenario[field]).flatMap((element) => {
      const node = nodes.get(element);
      if (node === undefined || types.includes(node.type)) return [];
      return [`${field}: ${element} is a ${node.type}, and takes nothing from there: ${field} is for ${what}`];
    }),
  );
}

/** Messages and signals that the run of a job came to its end, or to a wait, without, one sentence for each. */
export function undelivered(scenario: Scenario, job: string, store: Pick<Store, 'message'>): string[] {
  const messages = scenario.messages.flatMap((message, index) => {
    if (store.message(messageRowId(job, message, index)) !== null) return [];
    const key = message.key === undefined || message.key === null ? '' : ` with key ${String(message.key)}`;
    return [
      `messages[${index}]: "${message.name}"${key} was never delivered: nobody in the run waited for such a message`,
    ];
  });
  const signals = scenario.signals.flatMap(({ name }, index) =>
    store.message(signalRowId(job, index)) === null
      ? [`signals[${index}]: "${name}" was never thrown: nobody in the run waited for it`]
      : [],
  );
  return [...messages, ...signals];
}
