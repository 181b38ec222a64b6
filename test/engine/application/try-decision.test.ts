import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tryDecision } from '../../../engine/application/try-decision.ts';
import type { Variables } from '../../../engine/core/value.ts';
import { decisionView } from '../../../engine/protocol/views.ts';

const corpus = new URL('../../corpus/dmn/', import.meta.url);
const ask = (xml: string, decision: string | null, variables: Variables = {}) =>
  tryDecision({ xml, decision, variables, now: 0 });

describe('a decision that is tried out', () => {
  test('answers which rules hit, by number and by id, of tables on the way too', async () => {
    const xml = readFileSync(new URL('0005-simpletable-A/0005-simpletable-A.dmn', corpus), 'utf8');
    const view = await ask(xml, null, { Age: 18, RiskCategory: 'Medium', isAffordable: true });
    expect(decisionView.parse(view)).toEqual({
      decision: '_3b2953a3-745f-4d2e-b55d-75c8c5ae653c',
      message: null,
      outputs: 'Approved',
      rulesHit: [
        {
          decision: '_3b2953a3-745f-4d2e-b55d-75c8c5ae653c',
          table: null,
          rules: [1],
          ruleIds: [expect.any(String) as string],
        },
      ],
      decided: [{ decision: '_3b2953a3-745f-4d2e-b55d-75c8c5ae653c', name: 'Approval Status', value: 'Approved' }],
    });
  });

  test('without a name it must be the only one', async () => {
    const xml = readFileSync(new URL('1151-boxed-filter/1151-boxed-filter.dmn', corpus), 'utf8');
    expect(await ask(xml, null)).toMatchObject({
      decision: null,
      message: expect.stringMatching(/^the file has \d decisions; name one of _decision001, /) as string,
    });
  });

  test('what fails says why', async () => {
    expect(await ask('<x/>', null)).toMatchObject({ message: expect.stringMatching(/not DMN/) as string });
    const xml = readFileSync(new URL('0005-simpletable-A/0005-simpletable-A.dmn', corpus), 'utf8');
    expect(await ask(xml, null)).toMatchObject({
      decision: '_3b2953a3-745f-4d2e-b55d-75c8c5ae653c',
      message: expect.stringMatching(/needs the input "/) as string,
      outputs: null,
    });
  });
});
