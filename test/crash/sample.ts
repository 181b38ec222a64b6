/** The processes of the sample workspace, each with its scenario. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Sample {
  /** Key of the definition, and name of its files. */
  readonly key: string;
  /** Workspace that the file lies in. */
  readonly workspace: string;
  readonly file: string;
  /** Text of the scenario. */
  readonly scenario: string;
}

const workspace = join(import.meta.dirname, '../../samples');

const sample = (key: string): Sample => ({
  key,
  workspace,
  file: `processes/${key}.bpmn`,
  scenario: readFileSync(join(workspace, `scenarios/${key}.json`), 'utf8'),
});

export const samples: readonly Sample[] = ['order-fulfilment', 'loan-approval', 'batch-settlement'].map(sample);

export function sampleOf(key: string): Sample {
  const found = samples.find((candidate) => candidate.key === key);
  if (found === undefined) throw new Error(`there is no sample ${key}`);
  return found;
}
