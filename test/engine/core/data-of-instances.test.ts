/** What instances of a multi-instance activity hand on (BPMN 2.0.2, 10.3.8, table 10.29, and 10.4.2). */
import { expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, start } from './process-text.ts';

const instances = (outputs: string, loop: string): string =>
  file(
    `${start}<dataObject id="d" name="kept"/><dataObjectReference id="shown" dataObjectRef="d"/>
     <scriptTask id="it" scriptFormat="feel"><ioSpecification><dataOutput id="one" name="amount"/>${outputs}
     <multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>${loop}</multiInstanceLoopCharacteristics><script>1</script></scriptTask>
     ${end}${chain('start', 'it', 'end')}`,
  );
const moves = (from: string, to: string): string =>
  `<dataOutputAssociation><sourceRef>${from}</sourceRef><targetRef>${to}</targetRef></dataOutputAssociation>`;

/** What is kept each time after one of three instances is done, the last one first. */
async function keptBackwards(xml: string): Promise<unknown[]> {
  const job = await JobUnderTest.started(xml);
  const kept: unknown[] = [];
  for (const amount of [30, 20, 10]) {
    job.complete('it', amount);
    kept.push(job.variables['kept']);
  }
  expect(job.state.status).toBe('completed');
  return kept;
}

test('what is gathered is in the order of the instances, whoever is done first, and comes when all are done', async () => {
  const outputs = `<dataOutput id="all" name="amounts"/><outputSet><dataOutputRefs>one</dataOutputRefs><dataOutputRefs>all</dataOutputRefs></outputSet></ioSpecification>${moves('one', 'item')}${moves('all', 'shown')}`;
  const loop = '<loopDataOutputRef>all</loopDataOutputRef><outputDataItem id="item" name="item"/>';
  expect(await keptBackwards(instances(outputs, loop))).toEqual([null, null, [10, 20, 30]]);
});

test('what an instance hands on by itself is kept until the next one is done', async () => {
  const outputs = `<outputSet><dataOutputRefs>one</dataOutputRefs></outputSet></ioSpecification>${moves('one', 'shown')}`;
  expect(await keptBackwards(instances(outputs, ''))).toEqual([30, 20, 10]);
});
