/** Constants that jBPM's designers write as the plain text of an assignment. */
import { expect, test } from 'vitest';
import { read, verdicts } from '../model/bpmn-text.ts';
import { JobUnderTest } from './job-under-test.ts';

const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';

/** A task whose output is assigned to a data object; `attributes` say what the file was made for. */
const file = (attributes: string, from: string): string =>
  `<definitions xmlns="${BPMN}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t" ${attributes}><process id="p" isExecutable="true">
    <dataObject id="note" name="note"/><startEvent id="s"/><userTask id="t">
      <ioSpecification><dataOutput id="out" name="out"/><inputSet/><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>
      <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>note</targetRef><assignment>${from}<to>note</to></assignment></dataOutputAssociation>
    </userTask><userTask id="u"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="u"/>
  </process></definitions>`;
const drools = 'xmlns:tns="http://www.jboss.org/drools"';
const mvel = 'expressionLanguage="http://www.mvel.org/2.0"';

async function noted(attributes: string, from: string): Promise<unknown> {
  const job = await JobUnderTest.started(file(attributes, from), { amount: 5 });
  job.does('t', { out: 'done' });
  return job.variables['note'];
}

test.each([
  [drools, '<from>Check order</from>', 'Check order'],
  [mvel, '<from>Check order</from>', 'Check order'],
  [`${drools} ${mvel}`, '<from>amount</from>', 'amount'],
  [drools, '<from>#{amount}</from>', 5],
  [drools, '<from xsi:type="tFormalExpression" language="http://www.omg.org/spec/DMN/20180521/FEEL/">amount</from>', 5],
  ['', '<from>amount + 1</from>', 6],
  [`${drools} expressionLanguage="http://www.omg.org/spec/DMN/20180521/FEEL/"`, '<from>amount + 1</from>', 6],
])('in a file with %s, %s is %j', async (attributes, from, expected) => {
  expect(await noted(attributes, from)).toBe(expected);
});

test('in another language that is not run it is refused, as everywhere', async () => {
  const other = 'expressionLanguage="http://www.example.org/groovy"';
  const { problems } = await read(file(other, '<from>amount</from>'));
  expect(problems.map(({ message }) => message).join()).toContain('its from is in http://www.example.org/groovy');
  expect(await verdicts(file(drools, '<from>amount</from>'))).toEqual([]);
});
