/** The sample workspace is whole: what its files name is there. */
import { existsSync, readFileSync } from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../engine/protocol/scenario.ts';
import { settings } from '../../engine/protocol/settings.ts';

const folder = new URL('../../samples/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8');

it('has settings that are known', () => {
  expect(settings.safeParse(JSON.parse(read('cairn.json'))).error).toBeUndefined();
});

describe.each(['order-fulfilment', 'loan-approval', 'batch-settlement'])('%s', (key) => {
  it('is the first process of its file', async () => {
    const { rootElement } = await new BpmnModdle().fromXML(read(`processes/${key}.bpmn`));
    const roots = rootElement.get('rootElements') as { $type: string; id: string }[];
    expect(roots.find(({ $type }) => $type === 'bpmn:Process')?.id).toBe(key);
  });

  it('has a scenario whose elements exist', async () => {
    const { elementsById } = await new BpmnModdle().fromXML(read(`processes/${key}.bpmn`));
    const { services, userTasks, expect: expected } = scenario.parse(JSON.parse(read(`scenarios/${key}.json`)));
    const named = [...Object.keys(services ?? {}), ...Object.keys(userTasks ?? {}), ...(expected?.executed ?? [])];
    expect(named.filter((id) => !(id in elementsById))).toEqual([]);
    expect(named).not.toEqual([]);
  });

  it('finds the decisions that it names', () => {
    const decisions = [...read(`processes/${key}.bpmn`).matchAll(/cairn:decision="([^"#]+)#([^"]+)"/g)];
    for (const [, file = '', id] of decisions) {
      expect(existsSync(new URL(file, folder))).toBe(true);
      expect(read(file)).toContain(`<decision id="${id}"`);
    }
  });
});

it('has decisions that are drawn whole', () => {
  const dmn = read('rules/discount.dmn');
  const all = (pattern: RegExp): string[] => [...dmn.matchAll(pattern)].map(([, id = '']) => id).toSorted();
  expect(all(/dmnElementRef="([^"]+)"/g)).toEqual(all(/<(?:decision|inputData|informationRequirement) id="([^"]+)"/g));
});
