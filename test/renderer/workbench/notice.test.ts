import { notifications, notificationsStore } from '@mantine/notifications';
import { beforeEach, expect, it } from 'vitest';
import { causeIsOver, problemIsOver, tellProblem } from '../../../renderer/workbench/notice.ts';

const titles = (): readonly unknown[] => notificationsStore.getState().notifications.map(({ title }) => title);

beforeEach(() => notifications.clean());

it('takes away what was told because the engine was dead, and nothing else', () => {
  tellProblem({ title: 'The task could not be completed', reason: 'the engine is dead', cause: 'engine-dead' });
  tellProblem({ title: 'a.bpmn could not be saved', reason: 'no room' });
  causeIsOver('engine-dead');
  expect(titles()).toEqual(['a.bpmn could not be saved']);
});

it('keeps a problem that came back for another reason', () => {
  tellProblem({ title: 'The task could not be completed', reason: 'the engine is dead', cause: 'engine-dead' });
  tellProblem({ title: 'The task could not be completed', reason: 'it was completed already' });
  causeIsOver('engine-dead');
  expect(titles()).toEqual(['The task could not be completed']);
});

it('takes away what was told once the same is done', () => {
  tellProblem({ title: 'a.bpmn could not be saved', reason: 'no connection' });
  tellProblem({ title: 'b.bpmn could not be saved', reason: 'no connection' });
  problemIsOver('a.bpmn could not be saved');
  expect(titles()).toEqual(['b.bpmn could not be saved']);
});
