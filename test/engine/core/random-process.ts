/**
 * Random valid processes, structured in blocks: sequences, choices, forks with their joins, inclusive and complex ways,
 * events that race, subprocesses, errors, ad-hoc, loops drawn and declared, multi-instance, quantities, timers, event
 * subprocesses, compensation, transactions that are cancelled, data objects that somebody waits for.
 */
import fc from 'fast-check';
import {
  boundary,
  call,
  caught,
  cycle,
  duration,
  errorOf,
  errors,
  file,
  flow,
  javascript,
  mapping,
  messages,
  receive,
  script,
  service,
  start,
  sub,
  user,
  when,
} from './process-text.ts';

export type Block =
  | {
      readonly kind: 'step';
      readonly task: 'script' | 'mapped' | 'service' | 'user' | 'receive' | 'wait' | 'call' | 'javascript';
    }
  | { readonly kind: 'sequence' | 'fork'; readonly blocks: readonly Block[] }
  | { readonly kind: 'choice'; readonly left: Block; readonly right: Block }
  | { readonly kind: 'loop'; readonly times: number; readonly body: Block }
  | { readonly kind: 'sub'; readonly body: Block; readonly timer: 'none' | 'interrupting' | 'beside' }
  | { readonly kind: 'inclusive'; readonly blocks: readonly Block[]; readonly usual: boolean }
  | { readonly kind: 'repeat'; readonly times: number; readonly before: boolean; readonly body: Block }
  | {
      readonly kind: 'instances';
      readonly sequential: boolean;
      readonly count: number;
      /** How many have to complete; null: all. */ readonly enough: number | null;
      readonly body: Block;
    }
  | { readonly kind: 'error'; readonly body: Block }
  | {
      readonly kind: 'handled';
      readonly by: 'error' | 'escalation' | 'message' | 'timer';
      readonly body: Block;
    }
  | {
      readonly kind: 'undone';
      readonly by: 'handler' | 'person' | 'event-subprocess' | 'cancel';
      readonly body: Block;
    }
  | { readonly kind: 'data'; readonly together: boolean }
  | { readonly kind: 'quantity'; readonly count: number }
  | { readonly kind: 'ad-hoc'; readonly sequential: boolean; readonly count: number }
  | { readonly kind: 'complex'; readonly blocks: readonly Block[]; readonly enough: number }
  | { readonly kind: 'events' }
  | { readonly kind: 'message'; readonly body: Block }
  | { readonly kind: 'terminate'; readonly body: Block };

/** `races`: whether a timer may compete with what it is attached to, so that the outcome depends on the order. */
export function blocks(races: boolean): fc.Arbitrary<Block> {
  const timer = races ? fc.constantFrom('none', 'interrupting', 'beside') : fc.constant('none' as const);
  return fc.letrec<{ block: Block }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'block', withCrossShrink: true },
      fc.record({
        kind: fc.constant('step' as const),
        task: fc.constantFrom('script', 'mapped', 'service', 'user', 'receive', 'wait', 'call', 'javascript'),
      }),
      fc.record({
        kind: fc.constantFrom('sequence', 'fork'),
        blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('choice' as const), left: tie('block'), right: tie('block') }),
      fc.record({ kind: fc.constant('loop' as const), times: fc.integer({ min: 1, max: 3 }), body: tie('block') }),
      fc.record({ kind: fc.constant('sub' as const), body: tie('block'), timer }),
      fc.record({
        kind: fc.constant('inclusive' as const),
        blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
        usual: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('repeat' as const),
        times: fc.integer({ min: 1, max: 3 }),
        before: fc.boolean(),
        body: tie('block'),
      }),
      fc.record({
        kind: fc.constant('instances' as const),
        sequential: fc.boolean(),
        count: fc.integer({ min: 0, max: 3 }),
        enough: races ? fc.option(fc.integer({ min: 1, max: 2 })) : fc.constant(null),
        body: tie('block'),
      }),
      fc.record({ kind: fc.constant('error' as const), body: tie('block') }),
      fc.record({
        kind: fc.constant('handled' as const),
        by: races ? fc.constantFrom('error', 'escalation', 'message', 'timer') : fc.constantFrom('error', 'escalation'),
        body: tie('block'),
      }),
      fc.record({
        kind: fc.constant('undone' as const),
        by: fc.constantFrom('handler', 'person', 'event-subprocess', 'cancel'),
        body: tie('block'),
      }),
      fc.record({ kind: fc.constant('data' as const), together: fc.boolean() }),
      fc.record({ kind: fc.constant('quantity' as const), count: fc.integer({ min: 2, max: 3 }) }),
      fc.record({
        kind: fc.constant('ad-hoc' as const),
        sequential: fc.boolean(),
        count: fc.integer({ min: 1, max: 3 }),
      }),
      ...(races
        ? [
            fc.record({
              kind: fc.constant('complex' as const),
              blocks: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
              enough: fc.integer({ min: 1, max: 2 }),
            }),
            fc.record({ kind: fc.constant('events' as const) }),
            fc.record({ kind: fc.constantFrom('message', 'terminate'), body: tie('block') }),
          ]
        : []),
    ),
  })).block;
}

const escalated = '<escalationEventDefinition escalationRef="c1"/>';

function compensating(id: string, activity?: string): string {
  const of = activity === undefined ? '' : ` activityRef="${activity}"`;
  return `<intermediateThrowEvent id="${id}"><compensateEventDefinition${of}/></intermediateThrowEvent>`;
}

/** The ends of a written block: ids of its first and last node. */
interface Written {
  readonly first: string;
  readonly last: string;
  readonly text: string;
}

/** A process of the block. Each script counts a variable of its own, so that parallel branches do not disturb each other. */
export function processOf(block: Block): { readonly xml: string; readonly variables: Record<string, number> } {
  let count = 0;
  const variables: Record<string, number> = {};
  const id = (kind: string): string => `${kind}${(count += 1)}`;
  // Instances of a repeated subprocess count for themselves, so that parallel ones do not disturb each other.
  const frames: Record<string, number>[] = [variables];
  const counter = (): string => {
    const name = id('n');
    (frames.at(-1) as Record<string, number>)[name] = 0;
    return name;
  };
  const xor = (node: string, rest = ''): string => `<exclusiveGateway id="${node}" ${rest}/>`;

  function step(task: Extract<Block, { kind: 'step' }>['task']): Written {
    const node = id(task);
    const name = counter();
    const output = mapping({}, { [name]: `=${name} + 1` });
    const text = {
      script: () => script(node, name, `${name} + 1`),
      mapped: () => script(node, 'own', 'base * 2', '', mapping({ base: `=${name} + 1` }, { [name]: '=own / 2' })),
      javascript: () => javascript(node, 'cairn:checkpoint="both"', output),
      service: () => service(node, 'cairn:retries="1" cairn:backoff="PT1M" cairn:checkpoint="after"', output),
      user: () => user(node, output),
      receive: () => receive(node, output),
      wait: () => `<intermediateCatchEvent id="${node}">${duration('PT5M')}</intermediateCatchEvent>`,
      call: () => call(node, output),
    }[task]();
    return { first: node, last: node, text };
  }

  /** A subprocess around a body, with something in it before its end. */
  function around(node: string, body: Written, inner: string, more: string, last = ''): string {
    const [begin, finish] = [id('begin'), id('finish')];
    const way = last === '' ? `<endEvent id="${finish}"/>` : last.replace('ID', finish);
    return sub(
      node,
      `${more}<startEvent id="${begin}"/>${body.text}${way}${flow(begin, body.first)}${flow(body.last, finish)}`,
      inner,
    );
  }

  /** An event subprocess that counts how often it ran. */
  function eventSubprocess(handler: string, on: string, name: string): string {
    const [count, ended] = [id('handle'), id('handled')];
    const content = `${handler}${script(count, name, `${name} + 1`)}<endEvent id="${ended}"/>`;
    const whole = sub(id('handler'), content + flow(on, count) + flow(count, ended));
    return whole.replace('<subProcess ', '<subProcess triggeredByEvent="true" ');
  }

  function write(it: Block): Written {
    switch (it.kind) {
      case 'inclusive': {
        const [first, last, name, toss, usual] = [id('split'), id('join'), counter(), id('toss'), id('usual')];
        const parts = it.blocks.map(write);
        const ways = parts.map((part, index) => when(first, part.first, `modulo(${name}, ${index + 2}) = 0`));
        const text =
          script(toss, name, `${name} + ${it.usual ? 1 : 2}`) +
          `<inclusiveGateway id="${first}" default="${first}_${usual}"/><inclusiveGateway id="${last}"/><task id="${usual}"/>` +
          parts.map((part) => part.text + flow(part.last, last)).join('') +
          ways.join('') +
          flow(toss, first) +
          flow(first, usual) +
          flow(usual, last);
        return { first: toss, last, text };
      }
      case 'repeat': {
        const node = id('repeat');
        const body = write(it.body);
        const condition = `<loopCondition xsi:type="tFormalExpression">=loopCounter &lt; ${it.times}</loopCondition>`;
        const loop = `<standardLoopCharacteristics testBefore="${it.before}">${condition}</standardLoopCharacteristics>`;
        return { first: node, last: node, text: around(node, body, '', loop) };
      }
      case 'instances': {
        const [node, results] = [id('instances'), id('results')];
        const own: Record<string, number> = {};
        frames.push(own);
        const body = write(it.body);
        frames.pop();
        const inputs = Object.fromEntries(Object.keys(own).map((name) => [name, '=0']));
        const enough =
          it.enough === null
            ? ''
            : `<completionCondition xsi:type="tFormalExpression">=numberOfCompletedInstances >= ${it.enough}</completionCondition>`;
        const loop =
          `<multiInstanceLoopCharacteristics isSequential="${it.sequential}" cairn:outputCollection="${results}" cairn:outputElement="=[loopCounter, ${Object.keys(own).join(', ')}]">` +
          `<loopCardinality xsi:type="tFormalExpression">${it.count}</loopCardinality>${enough}</multiInstanceLoopCharacteristics>`;
        const text = around(node, body, mapping(inputs, {}), loop).replace(', ]', ']');
        return { first: node, last: node, text };
      }
      case 'error': {
        const [node, event, last] = [id('failing'), id('caught'), id('merge')];
        const body = write(it.body);
        const text = around(node, body, '', '', `<endEvent id="ID">${errorOf('e1')}</endEvent>`);
        return { first: node, last, text: text + boundary(event, node, errorOf('e1')) + xor(last) + flow(event, last) };
      }
      case 'handled': {
        const [node, name, on] = [id('guarded'), counter(), id('on')];
        const [definition, interrupting, last] = {
          error: [errorOf('e1'), true, `<endEvent id="ID">${errorOf('e1')}</endEvent>`] as const,
          escalation: [escalated, false, `<endEvent id="ID">${escalated}</endEvent>`] as const,
          message: [caught(), true, ''] as const,
          timer: [cycle('R2/PT2M'), false, ''] as const,
        }[it.by];
        const handler = `<startEvent id="${on}" isInterrupting="${interrupting}">${definition}</startEvent>`;
        const text = around(node, write(it.body), '', eventSubprocess(handler, on, name), last);
        return { first: node, last: node, text };
      }
      case 'undone': {
        const [node, made, name, undone] = [id('undoable'), id('made'), counter(), counter()];
        const make = script(made, name, `${name} + 1`);
        const body = write(it.body);
        if (it.by === 'event-subprocess') {
          const [on, back] = [id('on'), id('back')];
          const handler = `<startEvent id="${on}"><compensateEventDefinition/></startEvent>`;
          const whole = { first: made, last: body.last, text: make + body.text + flow(made, body.first) };
          const text = around(node, whole, '', eventSubprocess(handler, on, undone)) + compensating(back, node);
          return { first: node, last: back, text: text + flow(node, back) };
        }
        const [on, unmade] = [id('undo'), id('unmade')];
        const handler = it.by === 'person' ? user(unmade) : script(unmade, undone, `${undone} + 1`);
        const handled =
          make +
          `<boundaryEvent id="${on}" attachedToRef="${made}"><compensateEventDefinition/></boundaryEvent>` +
          handler.replace(' id=', ' isForCompensation="true" id=') +
          `<association id="${on}_to" sourceRef="${on}" targetRef="${unmade}"/>`;
        const whole = { first: made, last: body.last, text: handled + body.text + flow(made, body.first) };
        if (it.by === 'cancel') {
          const [event, last] = [id('cancelled'), id('merge')];
          const inner = around(node, whole, '', '', '<endEvent id="ID"><cancelEventDefinition/></endEvent>');
          const transaction = inner
            .replace(/^<subProcess/, '<transaction')
            .replace(/<\/subProcess>$/, '</transaction>');
          const way = boundary(event, node, '<cancelEventDefinition/>') + xor(last) + flow(event, last);
          return { first: node, last, text: transaction + way };
        }
        const back = id('back');
        const thrown = { ...whole, last: back, text: whole.text + compensating(back) + flow(body.last, back) };
        return { first: node, last: node, text: around(node, thrown, '', '') };
      }
      case 'data': {
        const [first, last, name, data] = [id('fork'), id('join'), counter(), id('data')];
        const [write, read, out, given] = [id('write'), id('read'), id('out'), id('given')];
        const shown = `${data}_shown`;
        const io = (content: string): string => `<ioSpecification>${content}</ioSpecification>`;
        const written =
          `<scriptTask id="${write}" scriptFormat="feel">` +
          io(
            `<dataOutput id="${out}" name="${out}"/><inputSet/><outputSet><dataOutputRefs>${out}</dataOutputRefs></outputSet>`,
          ) +
          `<dataOutputAssociation><sourceRef>${out}</sourceRef><targetRef>${shown}</targetRef></dataOutputAssociation><script>7</script></scriptTask>`;
        const reading =
          io(
            `<dataInput id="${given}" name="${given}"/><inputSet><dataInputRefs>${given}</dataInputRefs></inputSet><outputSet/>`,
          ) +
          `<dataInputAssociation><sourceRef>${shown}</sourceRef><targetRef>${given}</targetRef></dataInputAssociation>`;
        const text =
          `<dataObject id="${data}" name="${data}"/><dataObjectReference id="${shown}" dataObjectRef="${data}"/>` +
          written +
          script(read, name, `${name} + ${given} - 6`).replace('<script>', `${reading}<script>`);
        // Beside each other, the one that reads waits for the one that writes.
        if (!it.together) return { first: write, last: read, text: text + flow(write, read) };
        const gateways = `<parallelGateway id="${first}"/><parallelGateway id="${last}"/>`;
        const ways = [write, read].map((task) => flow(first, task) + flow(task, last));
        return { first, last, text: gateways + text + ways.join('') };
      }
      case 'quantity': {
        const [make, use, name] = [id('make'), id('use'), counter()];
        const text = `<task id="${make}" completionQuantity="${it.count}"/>`;
        return {
          first: make,
          last: use,
          text: text + script(use, name, `${name} + 1`, `startQuantity="${it.count}"`) + flow(make, use),
        };
      }
      case 'ad-hoc': {
        const node = id('adHoc');
        const parts = Array.from({ length: it.count }, () => {
          const name = counter();
          return script(id('any'), name, `${name} + 1`);
        });
        const ordering = it.sequential ? 'Sequential' : 'Parallel';
        const text = `<adHocSubProcess id="${node}" ordering="${ordering}">${parts.join('')}</adHocSubProcess>`;
        return { first: node, last: node, text };
      }
      case 'complex': {
        const [node, first, last, after] = [id('some'), id('split'), id('gate'), id('after')];
        const parts = it.blocks.map(write);
        const enough = Math.min(it.enough, parts.length);
        const text =
          `<parallelGateway id="${first}"/><complexGateway id="${last}"><activationCondition xsi:type="tFormalExpression">activationCount >= ${enough}</activationCondition></complexGateway><task id="${after}"/>` +
          parts.map((part) => part.text + flow(first, part.first) + flow(part.last, last)).join('') +
          flow(last, after);
        return { first: node, last: node, text: around(node, { first, last: after, text }, '', '') };
      }
      case 'events': {
        const [first, late, came, last] = [id('events'), id('late'), id('came'), id('merge')];
        const caughtHere = (node: string, definition: string): string =>
          `<intermediateCatchEvent id="${node}">${definition}</intermediateCatchEvent>${flow(first, node)}${flow(node, last)}`;
        const text =
          `<eventBasedGateway id="${first}"/>` +
          caughtHere(late, duration('PT4M')) +
          caughtHere(came, caught()) +
          xor(last);
        return { first, last, text };
      }
      case 'message': {
        const [node, event, last] = [id('sub'), id('came'), id('merge')];
        const text = around(node, write(it.body), '', '') + boundary(event, node, caught()) + xor(last);
        return { first: node, last, text: text + flow(node, last) + flow(event, last) };
      }
      case 'terminate': {
        const [node, first, wait] = [id('sub'), id('fork'), id('wait')];
        const [begin, stop] = [id('begin'), id('stop')];
        const body = write(it.body);
        const inner =
          `<startEvent id="${begin}"/><parallelGateway id="${first}"/><intermediateCatchEvent id="${wait}">${duration('PT6M')}</intermediateCatchEvent>` +
          `<endEvent id="${stop}"><terminateEventDefinition/></endEvent>${body.text}` +
          flow(begin, first) +
          flow(first, body.first) +
          flow(body.last, stop) +
          flow(first, wait);
        return { first: node, last: node, text: sub(node, inner) };
      }
      case 'step':
        return step(it.task);
      case 'sequence': {
        const parts = it.blocks.map(write);
        const flows = parts.slice(1).map((part, index) => flow((parts[index] as Written).last, part.first));
        return {
          first: (parts[0] as Written).first,
          last: (parts.at(-1) as Written).last,
          text: parts.map(({ text }) => text).join('') + flows.join(''),
        };
      }
      case 'fork': {
        const [first, last] = [id('fork'), id('join')];
        const parts = it.blocks.map(write);
        const flows = parts.map((part) => flow(first, part.first) + flow(part.last, last));
        const gateways = `<parallelGateway id="${first}"/><parallelGateway id="${last}"/>`;
        return { first, last, text: gateways + parts.map(({ text }) => text).join('') + flows.join('') };
      }
      case 'choice': {
        const [first, last, name] = [id('choice'), id('merge'), counter()];
        const decide = script(id('toss'), name, `${name} + 1`);
        const toss = `toss${count}`;
        const [left, right] = [write(it.left), write(it.right)];
        const text =
          decide +
          xor(first, `default="${first}_${right.first}"`) +
          xor(last) +
          left.text +
          right.text +
          flow(toss, first) +
          when(first, left.first, `odd(${name})`) +
          flow(first, right.first) +
          flow(left.last, last) +
          flow(right.last, last);
        return { first: toss, last, text };
      }
      case 'loop': {
        const [first, last, name, counted] = [id('again'), id('enough'), counter(), id('count')];
        const body = write(it.body);
        const text =
          xor(first) + xor(last, `default="${last}_${id('out')}"`) + script(counted, name, `${name} + 1`) + body.text;
        const out = `out${count}`;
        return {
          first,
          last: out,
          text: `${text}<task id="${out}"/>${flow(first, body.first)}${flow(body.last, counted)}${flow(counted, last)}${when(last, first, `modulo(${name}, ${it.times}) != 0`)}${flow(last, out)}`,
        };
      }
      case 'sub': {
        const [node, name] = [id('sub'), counter()];
        const body = write(it.body);
        const [begin, finish] = [id('begin'), id('finish')];
        const inner = `<startEvent id="${begin}"/>${script(finish, name, `${name} + 1`)}${flow(begin, body.first)}${flow(body.last, finish)}`;
        const text = sub(node, body.text + inner, mapping({ [`own${node}`]: '=1' }, {}));
        if (it.timer === 'none') return { first: node, last: node, text };
        const [event, then, late, last] = [id('timer'), id('then'), counter(), id('merge')];
        const interrupting = it.timer === 'interrupting';
        const definition = interrupting ? duration('PT3M') : cycle('R2/PT2M');
        const way = interrupting ? flow(then, last) : '';
        return {
          first: node,
          last,
          text:
            text +
            boundary(event, node, definition, interrupting) +
            script(then, late, `${late} + 1`) +
            xor(last) +
            flow(node, last) +
            flow(event, then) +
            way,
        };
      }
    }
  }

  const whole = write(block);
  const xml = file(
    `${start}${whole.text}<endEvent id="end"/>${flow('start', whole.first)}${flow(whole.last, 'end')}`,
    `${messages}${errors}<escalation id="c1" escalationCode="C1"/>`,
  );
  return { xml, variables };
}
