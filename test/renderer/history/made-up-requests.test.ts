/** What a fork says of requests that its checkpoint holds already. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import type { JobDocument } from '../../../engine/protocol/window-views.ts';
import { keptSentences, madeUpRequests, preparedNotes } from '../../../renderer/history/made-up-requests.ts';

const text = readFileSync(new URL('../../../samples/processes/order-fulfilment.bpmn', import.meta.url), 'utf8');
const graph = (await readBpmn(text, 'order-fulfilment.bpmn')).processes[0] ?? null;

const at = (request?: string) =>
  ({
    variables: { demoServer: 'http://127.0.0.1:4747', total: 239, discount: 15, urgent: true },
    cut: [],
    tokens: [
      { element: 'pack-parcel', state: 'running' },
      { element: 'charge-card', state: 'running', ...(request === undefined ? {} : { request }) },
    ],
  }) as unknown as JobDocument;

test('names each edited variable that a request holds already, and none that it does not', () => {
  const document = at('POST http://127.0.0.1:4747/charge');
  const requests = madeUpRequests(document, graph);
  expect(requests.map(({ name }) => name)).toEqual(['Charge card']);
  expect(keptSentences(requests, ['urgent'], document)).toEqual([]);
  expect(keptSentences(requests, ['urgent', 'total'], document)).toEqual([
    'Charge card sends the request that it made up with total = 239 all the same (POST http://127.0.0.1:4747/charge). ' +
      'Fork from an earlier checkpoint to change what goes into it.',
  ]);
  expect(preparedNotes(requests, document)).toEqual([
    'Charge card has prepared its request already, from demoServer, total, discount: a change here does not reach it.',
  ]);
});

test('says nothing where the request is still to be made up', () => {
  expect(madeUpRequests(at(), graph)).toEqual([]);
});
