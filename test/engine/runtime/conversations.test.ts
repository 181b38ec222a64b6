/** Key-based correlation (BPMN 2.0.2, 8.4.2): the first message of a conversation says what its keys are. */
import { afterEach, describe, expect, it } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { chain, file, flow, message, processOf, receive, sends, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const property = (id: string, paths: Readonly<Record<string, string>>): string =>
  `<correlationProperty id="${id}">${Object.entries(paths)
    .map(
      ([name, path]) =>
        `<correlationPropertyRetrievalExpression messageRef="${name}"><messagePath xsi:type="tFormalExpression">${path}</messagePath></correlationPropertyRetrievalExpression>`,
    )
    .join('')}</correlationProperty>`;
const key = (id: string, ...properties: string[]): string =>
  `<correlationKey id="${id}">${properties.map((each) => `<correlationPropertyRef>${each}</correlationPropertyRef>`).join('')}</correlationKey>`;
const pool = (process: string, ...rest: string[]): string =>
  `<collaboration id="c"><participant id="pool" processRef="${process}"/>${rest.join('')}</collaboration>`;
const payload = (name: string, value = name): string =>
  `<extensionElements><cairn:payload name="${name}" value="=${value}"/></extensionElements>`;
const starts = (name: string): string =>
  `<startEvent id="s"><messageEventDefinition messageRef="${name}"/></startEvent>`;

/** Begins with an order, and waits for its payment and its delivery. */
const orders = (content = chain(starts('order'), receive('wait', 'paid'), receive('again', 'delivered'), user('u'))) =>
  file(
    message('order'),
    message('paid'),
    message('delivered'),
    property('number', { order: 'id', paid: 'order.id', delivered: 'order' }),
    processOf('orders', content),
    pool('orders', key('order-key', 'number')),
  );

describe('a conversation', () => {
  it('is known by what its first message carries, after the death of an engine too', async () => {
    rig = await Rig.start();
    await rig.deploy(orders());
    const jobs: string[] = [];
    for (const id of [1, 2]) {
      const answer = await rig.publish('order', { variables: { id } });
      jobs.push(answer.ok ? (answer.job ?? '') : '');
    }
    const [first = '', second = ''] = jobs;
    expect(await rig.publish('paid', { variables: { order: { id: 2 } } })).toMatchObject({ job: second });
    expect(await rig.publish('paid', { variables: { order: { id: 3 } } })).toMatchObject({ correlated: 'waiting' });
    await rig.restart();
    await rig.idle();
    expect([...rig.state(first).keys]).toEqual([['order-key', '1']]);
    expect(await rig.publish('delivered', { variables: { order: 1 } })).toMatchObject({ correlated: 'waiting' });
    expect(await rig.publish('paid', { variables: { order: { id: 1 } } })).toMatchObject({ job: first });
    await rig.idle();
    expect(rig.places(first)).toEqual(['u waiting']);
    expect(rig.places(second)).toEqual(['again waiting']);
  });

  it('begins with a message that is sent, too', async () => {
    rig = await Rig.start();
    const asks = `<sendTask id="ask" messageRef="order">${payload('id', 'mine')}</sendTask>`;
    await rig.deploy(orders(chain('<startEvent id="s"/>', asks, receive('wait', 'paid'), user('u'))));
    const first = await rig.startJob('orders', { variables: { mine: 7 } });
    const second = await rig.startJob('orders', { variables: { mine: 8 } });
    await rig.publish('paid', { variables: { order: { id: 8 } } });
    expect([rig.places(first), rig.places(second)]).toEqual([['wait waiting'], ['u waiting']]);
  });

  it('is known to whoever waited before its first message came', async () => {
    rig = await Rig.start();
    const both = `<startEvent id="s"/><parallelGateway id="g"/>${receive('a', 'paid')}${receive('b', 'delivered')}${flow('s', 'g')}${flow('g', 'a')}${flow('g', 'b')}`;
    await rig.deploy(orders(both));
    const job = await rig.startJob('orders');
    await rig.publish('paid', { variables: { order: { id: 1 } } });
    expect([...rig.state(job).subscriptions.values()].map((each) => each.key)).toEqual(['1']);
    expect(await rig.publish('delivered', { variables: { order: 2 } })).toMatchObject({ correlated: 'waiting' });
    expect(await rig.publish('delivered', { variables: { order: 1 } })).toMatchObject({ job });
  });

  it('takes no message without a value of its key, and says why', async () => {
    rig = await Rig.start();
    await rig.deploy(orders(chain('<startEvent id="s"/>', receive('wait', 'paid'), user('u'))));
    const job = await rig.startJob('orders');
    expect(await rig.publish('paid', { variables: { order: {} }, ttlMs: 0 })).toMatchObject({
      message: 'nobody waits for message paid; it carries no value of order-key (BPMN 2.0.2, 8.4.2)',
    });
    expect(await rig.publish('paid', { variables: {}, key: '5', ttlMs: 0 })).toMatchObject({ job });
    expect([...rig.state(job).keys]).toEqual([['order-key', '5']]);
  });

  it('begins no job with a message that carries no value of its key', async () => {
    rig = await Rig.start();
    await rig.deploy(orders());
    expect(await rig.publish('order', { variables: { other: 1 }, ttlMs: 0 })).toMatchObject({
      message: 'nobody waits for message order; it carries no value of order-key (BPMN 2.0.2, 8.4.2)',
    });
    expect(rig.store.jobs({}, { limit: 5 })).toEqual([]);
  });

  it('stops at a message to be sent that says something else than those before', async () => {
    rig = await Rig.start();
    const two = ['mine', 'other'].map(
      (value) => `<sendTask id="${value}" messageRef="order">${payload('id', value)}</sendTask>`,
    );
    await rig.deploy(orders(chain('<startEvent id="s"/>', ...two, '<endEvent id="e"/>')));
    const job = await rig.startJob('orders', { variables: { mine: 1, other: 2 } });
    await rig.idle();
    expect(rig.incidents(job)).toEqual([
      `order-key is 2 in the message and 1 in the conversation of job ${job} (BPMN 2.0.2, 8.4.2)`,
    ]);
  });

  it('is warned of where instances of one activity would share it', async () => {
    const asks = `<sendTask id="ask" messageRef="order">${payload('id', 'item')}<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></sendTask>`;
    const { problems } = await readBpmn(orders(chain('<startEvent id="s"/>', asks, receive('wait', 'paid'))), 'f.bpmn');
    expect(problems.filter(({ rule }) => rule === 'correlation-instances')).toMatchObject([
      { severity: 'warning', element: 'ask', message: expect.stringContaining('share one conversation') },
    ]);
  });

  it('gets a further key from a message that carries both', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        message('order'),
        message('shipped'),
        message('arrived'),
        property('number', { order: 'id', shipped: 'id' }),
        property('parcel', { shipped: 'parcel', arrived: 'parcel' }),
        processOf('p', chain(starts('order'), receive('a', 'shipped'), receive('b', 'arrived'), user('u'))),
        pool('p', key('order-key', 'number'), key('parcel-key', 'parcel')),
      ),
    );
    const jobs: string[] = [];
    for (const id of [1, 2]) {
      const answer = await rig.publish('order', { variables: { id } });
      jobs.push(answer.ok ? (answer.job ?? '') : '');
    }
    for (const id of [2, 1]) await rig.publish('shipped', { variables: { id, parcel: `p${id}` } });
    expect(await rig.publish('arrived', { variables: { parcel: 'p1' } })).toMatchObject({ job: jobs[0] });
    expect([...rig.state(jobs[1] as string).keys]).toEqual([
      ['order-key', '2'],
      ['parcel-key', 'p2'],
    ]);
  });

  it('has a key of all its properties, none of which may be missing', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        message('order'),
        message('paid'),
        property('customer', { order: 'who', paid: 'from' }),
        property('number', { order: 'id', paid: 'number' }),
        processOf('p', chain(starts('order'), receive('a', 'paid'), user('u'))),
        pool('p', key('k', 'number', 'customer')),
      ),
    );
    const answer = await rig.publish('order', { variables: { who: 'Ann', id: 1 } });
    const job = answer.ok ? (answer.job ?? '') : '';
    for (const variables of [{ from: 'Ann' }, { from: 'Ben', number: 1 }])
      expect(await rig.publish('paid', { variables, ttlMs: 0 })).toMatchObject({ code: 'not-correlated' });
    expect(await rig.publish('paid', { variables: { from: 'Ann', number: 1 } })).toMatchObject({ job });
  });

  it('of two pools of a file goes to and fro by its key', async () => {
    rig = await Rig.start();
    const buyer = chain(
      '<startEvent id="bs"/>',
      sends('ask', 'order', payload('id')),
      receive('wait', 'paid'),
      user('u'),
    );
    const seller = chain(
      starts('order'),
      '<userTask id="check"/>',
      '<endEvent id="se"><messageEventDefinition messageRef="paid"/></endEvent>',
    );
    const messages = message('order') + message('paid') + property('number', { order: 'id', paid: 'id' });
    const conversation = `<conversation id="talk"><messageFlowRef>f1</messageFlowRef><messageFlowRef>f2</messageFlowRef>${key('k', 'number')}</conversation>`;
    const both = `<collaboration id="c"><participant id="bp" processRef="buyer"/><participant id="sp" processRef="seller"/><messageFlow id="f1" sourceRef="ask" targetRef="s"/><messageFlow id="f2" sourceRef="se" targetRef="wait"/>${conversation}</collaboration>`;
    await rig.deploy(file(messages, processOf('buyer', buyer), processOf('seller', seller), both));
    const buyers = [await rig.startJob('buyer', { variables: { id: 1 } })];
    buyers.push(await rig.startJob('buyer', { variables: { id: 2 } }));
    await rig.idle();
    const sellers = rig.store.jobs({ definitionKey: 'seller' }, { limit: 5 });
    const second = sellers.find(({ id }) => rig.state(id).keys.get('k') === '2')?.id ?? '';
    await rig.ask({ kind: 'complete', job: second, element: 'check' });
    await rig.idle();
    expect(buyers.map((id) => rig.places(id))).toEqual([['wait waiting'], ['u waiting']]);
  });
});

describe("a scenario's messages", () => {
  it('find whom they are for in their content', async () => {
    rig = await Rig.start();
    await rig.deploy(orders(chain(starts('order'), receive('wait', 'paid'), '<endEvent id="e"/>')));
    const paid = (id: number) => ({ name: 'paid', variables: { order: { id }, by: id } });
    const job = await rig.startJob('orders', {
      scenario: { messages: [paid(3), { name: 'order', variables: { id: 4 } }, paid(4)] },
    });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(rig.variables(job)).toMatchObject({ by: 4 });
  });

  it('find a subscription by the correlation properties of its process', async () => {
    rig = await Rig.start();
    const bound = `<correlationSubscription id="cs" correlationKeyRef="order-key"><correlationPropertyBinding correlationPropertyRef="number"><dataPath xsi:type="tFormalExpression">mine</dataPath></correlationPropertyBinding></correlationSubscription>`;
    await rig.deploy(orders(chain('<startEvent id="s"/>', receive('wait', 'paid'), '<endEvent id="e"/>') + bound));
    const paid = (id: number) => ({ name: 'paid', variables: { order: { id }, by: id } });
    const job = await rig.startJob('orders', { variables: { mine: 2 }, scenario: { messages: [paid(1), paid(2)] } });
    await rig.idle();
    expect(rig.variables(job)).toMatchObject({ by: 2 });
  });
});
