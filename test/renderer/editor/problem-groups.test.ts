import { expect, it } from 'vitest';
import type { DiagramProblem } from '../../../renderer/editor/diagram-problem.ts';
import { groupProblems } from '../../../renderer/editor/problem-groups.ts';

const problem = (rule: string, message: string, more: Partial<DiagramProblem> = {}): DiagramProblem => ({
  severity: 'note',
  element: message,
  rule,
  source: 'engine',
  message,
  ...more,
});
const unnamed = (id: string) => problem('label-required', `Task (id ${id}) has no name.`, { source: 'lint' });
const kept = (id: string) => problem('not-executed', `${id}: lanes are kept, not executed.`);
const wrong = problem('fake-join', '“Pack” joins nothing.', { severity: 'warning', source: 'lint' });

it('folds what has no name and what is not executed, each into one line, and leaves the rest', () => {
  const all = [wrong, kept('p'), unnamed('a'), kept('q'), unnamed('b'), unnamed('c')];
  const { single, groups } = groupProblems(all);
  expect(single).toEqual([wrong]);
  expect(groups.map(({ message, source }) => [message, source])).toEqual([
    ['2 things are kept in the file, not executed.', 'engine'],
    ['3 elements have no name.', 'lint'],
  ]);
  expect(groups[1]?.problems).toEqual([unnamed('a'), unnamed('b'), unnamed('c')]);
});

it('leaves a single remark of a kind where it is, and never folds a warning', () => {
  const warned = [1, 2].map(() => problem('not-executed', 'x', { severity: 'warning' }));
  const all = [kept('p'), unnamed('a'), ...warned];
  expect(groupProblems(all)).toEqual({ single: all, groups: [] });
});

it('folds the extensions of each vendor, too', () => {
  const of = (name: string, attribute: string) =>
    problem('vendor-extension', `“${name}”: kept, not executed: ${attribute}.`);
  const { single, groups } = groupProblems([of('A', 'camunda:assignee'), of('B', 'camunda:priority'), wrong]);
  expect(single).toEqual([wrong]);
  expect(groups.map(({ message }) => message)).toEqual([
    '2 camunda extensions of 2 elements are kept in the file, not executed.',
  ]);
  expect(groups[0]?.problems.map(({ message }) => message)).toEqual([
    '“A”: camunda:assignee.',
    '“B”: camunda:priority.',
  ]);
});

it('says that things are further ones only below those of a vendor', () => {
  const of = (name: string) => problem('vendor-extension', `“${name}”: kept, not executed: camunda:assignee.`);
  const { groups } = groupProblems([kept('p'), of('A'), of('B'), kept('q')]);
  expect(groups.map(({ message }) => message)).toEqual([
    expect.stringContaining('camunda'),
    '2 further things are kept in the file, not executed.',
  ]);
});
