/** Which calls of a job a scenario answers: they are not sent. */
import type { StoreReader } from '../store/store.ts';
import { parseScenario } from './scenario.ts';
import { rootOf } from './settled.ts';

/** Elements that the scenario of the job's tree answers for; none where it has no scenario. */
export function answeredElements(reader: StoreReader, job: string): string[] {
  const row = reader.scenario(rootOf(reader, job));
  return row === null ? [] : Object.keys(parseScenario('the scenario of the job', row.text).scenario.services);
}
