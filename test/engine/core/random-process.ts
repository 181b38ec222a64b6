/** Random block-structured processes: sequences, choices, forks with their joins, subprocesses, bounded loops, timers. */
import fc from 'fast-check';
import {
  boundary,
  call,
  cycle,
  duration,
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
  | { readonly kind: 'sub'; readonly body: Block; readonly timer: 'none' | 'interrupting' | 'beside' };

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
    ),
  })).block;
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
  const counter = (): string => {
    const name = id('n');
    variables[name] = 0;
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

  function write(it: Block): Written {
    switch (it.kind) {
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
    messages,
  );
  return { xml, variables };
}
