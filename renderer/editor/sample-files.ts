/** The sample that the whole story is told on, to be copied into a workspace that has none. Read only when it is wanted. */

/** What the story needs. */
export const samplePath = 'processes/order-fulfilment.bpmn';

interface SampleFile {
  readonly path: string;
  readonly text: string;
}

/** Its files, the process last: what it refers to is there before it. */
export async function sampleFiles(): Promise<readonly SampleFile[]> {
  const [rules, scenario, process] = await Promise.all([
    import('../../samples/rules/discount.dmn?raw'),
    import('../../samples/scenarios/order-fulfilment.json?raw'),
    import('../../samples/processes/order-fulfilment.bpmn?raw'),
  ]);
  return [
    { path: 'rules/discount.dmn', text: rules.default },
    { path: 'scenarios/order-fulfilment.json', text: scenario.default },
    { path: samplePath, text: process.default },
  ];
}
