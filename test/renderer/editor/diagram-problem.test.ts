import { expect, it } from 'vitest';
import { saidOnce, type DiagramProblem } from '../../../renderer/editor/diagram-problem.ts';

const problem = (source: DiagramProblem['source'], rule: string, element: string): DiagramProblem => ({
  severity: 'warning',
  element,
  rule,
  source,
  message: rule,
});

it('says what is the matter with an element once, in the words of the engine', () => {
  const engine = [problem('engine', 'way-without-condition', 'f'), problem('engine', 'unreachable', 'a')];
  const style = [problem('lint', 'conditional-flows', 'g'), problem('lint', 'fake-join', 'a')];
  const repeated = [problem('lint', 'conditional-flows', 'f'), problem('lint', 'no-disconnected', 'a')];
  expect(saidOnce([...engine, ...repeated, ...style])).toEqual([...engine, ...style]);
});
