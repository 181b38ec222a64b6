/** Several pools together: message flows deliver between them, and start them (BPMN 2.0.2, 9.4, 13.5.1). */
import { afterEach, describe, expect, it } from 'vitest';
import { chain, file, flow, message, processOf, receive, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const pools = (...flows: string[]): string =>
  `<collaboration id="both"><participant id="buyer-pool" processRef="buyer"/><participant id="seller-pool" processRef="seller"/>${flows.join('')}</collaboration>`;
const messageFlow = (from: string, to: string): string =>
  `<messageFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
const event = (tag: string, id: string, payload = ''): string =>
  `<${tag} id="${id}">${payload === '' ? '' : `<extensionElements><cairn:payload name="${payload}" value="=${payload}"/></extensionElements>`}<messageEventDefinition/></${tag}>`;

/** The buyer orders and waits for the answer; the seller begins with the order, and answers after an hour. */
const shop = (answer: string): string =>
  file(
    processOf(
      'buyer',
      chain(
        '<startEvent id="want"/>',
        event('intermediateThrowEvent', 'order', 'amount'),
        event('intermediateCatchEvent', 'answer'),
        '<endEvent id="have"/>',
      ),
    ),
    processOf(
      'seller',
      chain(
        event('startEvent', 'ordered'),
        '<intermediateCatchEvent id="pack"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>',
        answer,
      ),
    ),
    pools(messageFlow('order', 'ordered'), messageFlow('answered', 'answer')),
  );

describe('pools of one file', () => {
  it('talk to each other by message flows alone', async () => {
    rig = await Rig.start();
    await rig.deploy(shop(event('endEvent', 'answered', 'amount')));
    const buyer = await rig.startJob('buyer', { variables: { amount: 3 } });
    await rig.idle();
    const [seller] = rig.store.jobs({ definitionKey: 'seller' }, { limit: 2 });
    expect(rig.variables(seller?.id ?? '')).toEqual({ amount: 3 });
    expect(rig.places(buyer)).toEqual(['answer waiting']);
    await rig.pass(3_600_000);
    expect([rig.job(buyer).status, rig.job(seller?.id ?? '').status]).toEqual(['completed', 'completed']);
  });

  it('run under one scenario, on one clock', async () => {
    rig = await Rig.start();
    await rig.deploy(shop(event('endEvent', 'answered', 'amount')));
    const buyer = await rig.startJob('buyer', { variables: { amount: 3 }, scenario: {} });
    await rig.idle();
    expect(rig.job(buyer)).toMatchObject({ status: 'completed', now: Date.UTC(2026, 0, 1, 1) });
    const [seller] = rig.store.children(buyer);
    expect(seller).toMatchObject({ definitionKey: 'seller', status: 'completed', clock: 'virtual' });
  });

  it('go on under a scenario where the engine died', async () => {
    rig = await Rig.start();
    await rig.deploy(shop(event('endEvent', 'answered', 'amount')));
    rig.accept({
      kind: 'start',
      definition: 'buyer',
      variables: '{"amount": 3}',
      scenario: '{}',
    });
    rig.look();
    await rig.until(() => rig.store.jobs({ definitionKey: 'seller' }, { limit: 1 }).length > 0, 'the seller');
    await rig.restart();
    await rig.idle();
    const jobs = rig.store.jobs({}, { limit: 5 });
    expect(jobs.map(({ definitionKey, status }) => `${definitionKey} ${status}`).toSorted()).toEqual([
      'buyer completed',
      'seller completed',
    ]);
  });

  it('all begin under a scenario, also those that nothing else would begin', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        processOf('buyer', chain('<startEvent id="want"/>', event('intermediateThrowEvent', 'order', 'amount'))),
        processOf(
          'seller',
          chain('<startEvent id="open"/>', event('intermediateCatchEvent', 'ordered'), '<endEvent id="sold"/>'),
        ),
        pools(messageFlow('order', 'ordered')),
      ),
    );
    const buyer = await rig.startJob('buyer', { variables: { amount: 3 }, scenario: {} });
    await rig.idle();
    const [seller, ...others] = rig.store.children(buyer);
    expect(others).toEqual([]);
    expect(seller).toMatchObject({ definitionKey: 'seller', status: 'completed' });
    expect(rig.executions(seller?.id ?? '').map(({ element }) => element)).toEqual(['open', 'ordered', 'sold']);
  });

  it('all begin under a scenario, also those that only signals connect', async () => {
    rig = await Rig.start();
    const signal = (tag: string, id: string, name: string): string =>
      `<${tag} id="${id}"><signalEventDefinition signalRef="${name}"/></${tag}>`;
    const hour = (id: string): string =>
      `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>`;
    await rig.deploy(
      file(
        '<signal id="ready" name="ready"/><signal id="taken" name="taken"/>',
        processOf(
          'buyer',
          chain(
            '<startEvent id="want"/>',
            hour('cook'),
            signal('intermediateThrowEvent', 'ring', 'ready'),
            signal('intermediateCatchEvent', 'gone', 'taken'),
            '<endEvent id="have"/>',
          ),
        ),
        processOf(
          'seller',
          chain(
            '<startEvent id="open"/>',
            `<subProcess id="serve">${chain('<startEvent id="stand"/>', signal('intermediateCatchEvent', 'hear', 'ready'))}</subProcess>`,
            hour('walk'),
            signal('endEvent', 'take', 'taken'),
          ),
        ),
        processOf('stranger', chain('<startEvent id="alone"/>', signal('endEvent', 'shout', 'taken'))),
        pools(),
      ),
    );
    const buyer = await rig.startJob('buyer', { scenario: {} });
    await rig.idle();
    expect(rig.job(buyer)).toMatchObject({ status: 'completed', now: Date.UTC(2026, 0, 1, 2) });
    const others = rig.store.children(buyer).map(({ definitionKey, status }) => `${definitionKey} ${status}`);
    expect(others).toEqual(['seller completed']);
  });

  it('do not hear what another run sends', async () => {
    rig = await Rig.start();
    const news = '<message id="m" name="news"/>';
    const sender = chain('<startEvent id="os"/>', '<sendTask id="send" messageRef="m"/>', '<endEvent id="oe"/>');
    const listener = chain('<startEvent id="ls"/>', '<receiveTask id="listen" messageRef="m"/>', user('after'));
    await rig.deploy(file(news, processOf('sender', sender), processOf('listener', listener)));
    const waiting = await rig.startJob('listener');
    await rig.startJob('sender', { scenario: {} });
    await rig.idle();
    expect(rig.places(waiting)).toEqual(['listen waiting']);
    await rig.startJob('sender');
    await rig.idle();
    expect(rig.places(waiting)).toEqual(['after waiting']);
  });
});

describe('correlation properties', () => {
  it('tell the conversations of two jobs apart', async () => {
    rig = await Rig.start();
    const path = (tag: string, text: string): string => `<${tag} xsi:type="tFormalExpression">${text}</${tag}>`;
    const property = `<correlationProperty id="order-id"><correlationPropertyRetrievalExpression messageRef="paid">${path('messagePath', 'number')}</correlationPropertyRetrievalExpression></correlationProperty>`;
    const subscription = `<correlationSubscription id="cs"><correlationPropertyBinding correlationPropertyRef="order-id">${path('dataPath', 'order.id')}</correlationPropertyBinding></correlationSubscription>`;
    const waits = chain('<startEvent id="ws"/>', '<receiveTask id="wait" messageRef="paid"/>', user('after'));
    const pays = chain(
      '<startEvent id="ps"/>',
      '<sendTask id="pay" messageRef="paid"><extensionElements><cairn:payload name="number" value="=paidFor"/></extensionElements></sendTask>',
      '<endEvent id="pe"/>',
    );
    await rig.deploy(
      file(
        '<message id="paid" name="paid"/>',
        property,
        processOf('waits', waits + subscription),
        processOf('pays', pays),
      ),
    );
    const first = await rig.startJob('waits', { variables: { order: { id: 1 } } });
    const second = await rig.startJob('waits', { variables: { order: { id: 2 } } });
    await rig.startJob('pays', { variables: { paidFor: 2 } });
    await rig.idle();
    expect(rig.places(first)).toEqual(['wait waiting']);
    expect(rig.places(second)).toEqual(['after waiting']);
  });
});

describe('a message from outside without a key', () => {
  const path = (tag: string, text: string): string => `<${tag} xsi:type="tFormalExpression">${text}</${tag}>`;
  const waits = file(
    '<message id="paid" name="paid"/>',
    `<correlationProperty id="order-id"><correlationPropertyRetrievalExpression messageRef="paid">${path('messagePath', 'order.number')}</correlationPropertyRetrievalExpression></correlationProperty>`,
    processOf(
      'waits',
      chain('<startEvent id="ws"/>', '<receiveTask id="wait" messageRef="paid"/>', user('after')) +
        `<correlationSubscription id="cs"><correlationPropertyBinding correlationPropertyRef="order-id">${path('dataPath', 'id')}</correlationPropertyBinding></correlationSubscription>`,
    ),
  );
  const paid = (number: number, more: Record<string, unknown> = {}) => ({
    kind: 'message' as const,
    name: 'paid',
    key: null,
    variables: JSON.stringify({ order: { number } }),
    messageId: `m${number}`,
    ...more,
  });

  it('goes to whom the correlation properties find in its content, after the death of an engine too', async () => {
    rig = await Rig.start();
    await rig.deploy(waits);
    const jobs = [await rig.startJob('waits', { variables: { id: 1 } })];
    jobs.push(await rig.startJob('waits', { variables: { id: 2 } }));
    expect(await rig.ask(paid(2))).toEqual({ ok: true, job: jobs[1], correlated: 'subscription' });
    await rig.restart();
    expect(await rig.ask(paid(1))).toEqual({ ok: true, job: jobs[0], correlated: 'subscription' });
  });

  it('waits for whoever will want it', async () => {
    rig = await Rig.start();
    await rig.deploy(waits);
    expect(await rig.ask(paid(3))).toEqual({ ok: true, job: null, correlated: 'waiting' });
    const other = await rig.startJob('waits', { variables: { id: 4 } });
    const job = await rig.startJob('waits', { variables: { id: 3 } });
    await rig.idle();
    expect(rig.places(other)).toEqual(['wait waiting']);
    expect(rig.places(job)).toEqual(['after waiting']);
  });

  it('is refused with the reason where its content tells no key', async () => {
    rig = await Rig.start();
    await rig.deploy(waits);
    await rig.startJob('waits', { variables: { id: 1 } });
    expect(await rig.ask(paid(1, { variables: '{}', ttlMs: 0 }))).toMatchObject({
      code: 'not-correlated',
      message: 'nobody waits for message paid; its variables have no value for the correlation property "order.number"',
    });
    expect(await rig.ask(paid(9, { ttlMs: 0 }))).toMatchObject({ message: 'nobody waits for message paid with key 9' });
  });

  it('is refused with the reason where no property says how it carries a key', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(message('paid', '=id'), processOf('waits', chain('<startEvent id="ws"/>', receive('wait', 'paid')))),
    );
    await rig.startJob('waits', { variables: { id: 1 } });
    expect(await rig.ask(paid(1, { ttlMs: 0 }))).toMatchObject({
      message: 'nobody waits for message paid; whoever waits wants a key, and no correlation property finds one',
    });
  });
});

describe('a process that a message starts', () => {
  it('begins at a receive task', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        '<message id="m" name="order"/>',
        processOf('p', chain('<receiveTask id="r" messageRef="m" instantiate="true"/>', user('u'))),
      ),
    );
    const answer = await rig.publish('order', { variables: { amount: 2 } });
    expect(answer).toMatchObject({ ok: true, correlated: 'started' });
    const job = answer.ok ? (answer.job ?? '') : '';
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.variables(job)).toEqual({ amount: 2 });
  });

  it('begins at a gateway, and, where that is parallel, waits for the other messages', async () => {
    rig = await Rig.start();
    const catches = (id: string): string =>
      `<intermediateCatchEvent id="${id}"><messageEventDefinition messageRef="m-${id}"/></intermediateCatchEvent>`;
    const content = (type: string): string =>
      `<eventBasedGateway id="g" instantiate="true" eventGatewayType="${type}"/>${catches('a')}${catches('b')}${flow('g', 'a')}${flow('g', 'b')}${user('ua')}${user('ub')}${flow('a', 'ua')}${flow('b', 'ub')}`;
    const messages = '<message id="m-a" name="a"/><message id="m-b" name="b"/>';
    await rig.deploy(file(messages, processOf('p', content('Exclusive'))));
    const one = await rig.publish('b');
    const first = one.ok ? (one.job ?? '') : '';
    expect(rig.places(first)).toEqual(['ub waiting']);
    await rig.deploy(file(messages, processOf('q', content('Parallel'))));
    const two = await rig.publish('b');
    const second = two.ok ? (two.job ?? '') : '';
    expect(rig.job(second).definitionKey).toBe('q');
    expect(rig.places(second)).toEqual(['a waiting', 'ub waiting']);
    await rig.publish('a');
    await rig.idle();
    expect(rig.places(second)).toEqual(['ua waiting', 'ub waiting']);
  });
});
