/** A scenario on bpmn-engine, the independent opinion: what it completed, and where it came to rest. */
import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Engine, type BpmnEngineOptions } from 'bpmn-engine';
import { toValue, type Variables } from '../../engine/core/value.ts';
import { cairnDescriptor } from '../../engine/protocol/descriptor.ts';
import { evaluate } from '../../engine/expressions/evaluate.ts';
import type { Scenario } from '../../engine/protocol/scenario.ts';

/** How a run ended: at its end, at rest, or by a failure that somebody has to look at. */
export interface Summary {
  readonly status: 'completed' | 'waiting' | 'stopped';
  /** How often each element completed, like `a`, or `b×2`, sorted. */
  readonly completed: string;
}

/** What is used of its interface, which says less of itself than it has. */
interface Waiting {
  readonly id: string;
  readonly type: string;
  signal(message?: unknown): void;
}
interface Scripted {
  readonly id: string;
  readonly type: string;
  readonly behaviour: Readonly<Record<string, unknown>>;
}
interface Context {
  readonly content?: Readonly<Record<string, unknown>>;
}

const ACTS = 300;
const EVALUATIONS = 500;
const NOW = Date.UTC(2026, 0, 1);

/** `counted`: of which elements completions are told; those of called processes are not. */
export async function theirRun(xml: string, scenario: Scenario, counted: (id: string) => boolean): Promise<Summary> {
  const variables: Record<string, unknown> = { ...scenario.variables };
  const counts = new Map<string, number>();
  const waiting: Waiting[] = [];
  const timers: { due: number; fire: () => void }[] = [];
  const answered = new Map<string, number>();
  let failed = false;
  let over = false;

  let evaluated = 0;
  const feel = (text: string, context: Context): { ok: boolean; value: unknown; message: string } => {
    // It goes round in one turn of the event loop: only an exception stops it.
    if ((evaluated += 1) > EVALUATIONS) {
      failed = true;
      throw new Error('it goes round without an end');
    }
    const { index, item, loopCardinality } = (context.content ?? {}) as Record<string, unknown>;
    const loop = typeof index === 'number' ? { loopCounter: index + 1, item, numberOfInstances: loopCardinality } : {};
    const seen = toValue(JSON.parse(JSON.stringify({ ...variables, ...loop })), 'variables') as Variables;
    const answer = evaluate({ language: 'feel', text: text.replace(/^=/, '') }, seen, { now: NOW, seed: 1 });
    return answer.ok
      ? { ok: true, value: answer.value, message: '' }
      : { ok: false, value: null, message: answer.message };
  };
  const answerOf = <T>(answers: readonly T[] | undefined, id: string): T | undefined => {
    const taken = answered.get(id) ?? 0;
    answered.set(id, taken + 1);
    return answers?.[Math.min(taken, answers.length - 1)];
  };

  const script =
    (behaviour: Scripted['behaviour']) =>
    (context: Context, done: (error?: Error | null, output?: unknown) => void): void => {
      const answer = feel(String(behaviour['script']), context);
      if (!answer.ok) {
        done(new Error(answer.message));
        return;
      }
      const name = behaviour['resultVariable'] ?? behaviour['cairn:resultVariable'];
      if (typeof name === 'string') variables[name] = JSON.parse(JSON.stringify(answer.value)) as unknown;
      done(null, answer.value);
    };

  const listener = new EventEmitter();
  listener.on('activity.end', ({ id }: Waiting) => {
    if (counted(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  });
  listener.on('activity.wait', (api: Waiting) => waiting.push(api));
  const options = {
    name: 'their run',
    source: xml,
    moddleOptions: { cairn: cairnDescriptor },
    listener,
    variables,
    expressions: {
      resolveExpression: (text: string, context: Context) => (isFeel(text) ? feel(text, context).value : text),
      isExpression: isFeel,
      hasExpression: isFeel,
    },
    scripts: {
      register: () => undefined,
      getScript: (_language: string, { type, behaviour }: Scripted) =>
        type === 'bpmn:SequenceFlow' ? undefined : { execute: script(behaviour) },
    },
    timers: {
      executing: [],
      register: () => ({
        setTimeout: (callback: (...given: unknown[]) => void, delay: number, ...given: unknown[]) => {
          const timer = { due: delay, fire: () => callback(...given) };
          timers.push(timer);
          return timer;
        },
        clearTimeout: (timer: unknown) => {
          const at = timers.findIndex((each) => each === timer);
          if (at >= 0) timers.splice(at, 1);
        },
      }),
      setTimeout: () => undefined,
      clearTimeout: () => undefined,
    },
    extensions: {
      services: (activity: Scripted & { behaviour: Record<string, unknown> }) => {
        if (!['bpmn:ServiceTask', 'bpmn:BusinessRuleTask', 'bpmn:SendTask'].includes(activity.type)) return;
        activity.behaviour['Service'] = function Service() {
          return {
            execute(_message: unknown, done: (error?: unknown, output?: unknown) => void) {
              const answer = answerOf(scenario.services[activity.id], activity.id);
              if (answer === undefined) return done(new Error('no answer'));
              if ('bpmnError' in answer)
                return done(Object.assign(new Error(answer.bpmnError), { code: answer.bpmnError }));
              return 'fail' in answer ? done(new Error(answer.fail)) : done(null, answer.respond);
            },
          };
        };
      },
    },
  };
  const engine = new Engine(options as unknown as BpmnEngineOptions);
  engine.once('end', () => (over = true));
  engine.once('error', () => (failed = true));
  try {
    await engine.execute();
  } catch {
    failed = true;
  }
  const messages = [...scenario.messages];
  for (let act = 0; act < ACTS && !failed && !over; act += 1) {
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
    if (over || failed) break;
    const person = waiting.findIndex(
      ({ id, type }) =>
        type === 'bpmn:ManualTask' || (type === 'bpmn:UserTask' && Object.hasOwn(scenario.userTasks, id)),
    );
    const receiver = waiting.findIndex(({ type }) => type !== 'bpmn:UserTask' && type !== 'bpmn:ManualTask');
    try {
      if (person >= 0) {
        const [api] = waiting.splice(person, 1);
        if (api === undefined) break;
        Object.assign(variables, answerOf(scenario.userTasks[api.id], api.id)?.variables);
        api.signal();
      } else if (receiver >= 0 && messages.length > 0) {
        const [api] = waiting.splice(receiver, 1);
        Object.assign(variables, messages.shift()?.variables);
        api?.signal();
      } else {
        const timer = timers.toSorted((one, other) => one.due - other.due)[0];
        if (timer === undefined) break;
        timers.splice(timers.indexOf(timer), 1);
        timer.fire();
      }
    } catch {
      failed = true;
    }
  }
  return { status: failed ? 'stopped' : over ? 'completed' : 'waiting', completed: countText(counts) };
}

function isFeel(text: unknown): text is string {
  return typeof text === 'string' && text.startsWith('=');
}

/** How often each element completed, as one comparable text. */
export function countText(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .map(([id, count]) => (count === 1 ? id : `${id}×${count}`))
    .toSorted()
    .join(' ');
}
