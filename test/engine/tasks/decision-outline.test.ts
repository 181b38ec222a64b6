import { expect, it } from 'vitest';
import { outlineOf } from '../../../engine/tasks/decision-outline.ts';

const column = (id: string, text: string, type: string): string =>
  `<input id="${id}"><inputExpression id="${id}-e" typeRef="${type}"><text>${text}</text></inputExpression></input>`;
const table = (id: string, columns: string): string =>
  `<decisionTable id="${id}-t">${columns}<output id="${id}-o" typeRef="string"/></decisionTable>`;

it('names the variables that the columns of a table read, declared or not', async () => {
  const outline =
    await outlineOf(`<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <inputData id="born" name="born"><variable id="v" name="born" typeRef="date"/></inputData>
  <decision id="risk" name="risk"><variable id="rv" name="risk" typeRef="string"/>${table('risk', column('a', 'amount', 'number'))}</decision>
  <decision id="offer" name="offer"><variable id="ov" name="offer" typeRef="string"/>
    <informationRequirement id="r1"><requiredInput href="#born"/></informationRequirement>
    <informationRequirement id="r2"><requiredDecision href="#risk"/></informationRequirement>
    ${table('offer', [column('b', 'born', 'string'), column('c', 'risk', 'string'), column('e', 'order.total', 'number'), column('f', 'amount + 1', 'number'), column('g', 'true', 'boolean')].join(''))}
  </decision></definitions>`);
  expect(typeof outline === 'string' ? outline : outline.map(({ id, inputs }) => [id, inputs])).toEqual([
    ['risk', [{ name: 'amount', type: 'number' }]],
    [
      'offer',
      [
        { name: 'born', type: 'date' },
        { name: 'order', type: null },
        { name: 'amount', type: 'number' },
      ],
    ],
  ]);
  expect(typeof outline === 'string' ? outline : outline.map(({ computed }) => computed)).toEqual([
    [],
    [{ id: 'f', label: 'amount + 1' }],
  ]);
});
