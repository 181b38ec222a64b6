import { expect, it } from 'vitest';
import type { WindowClient } from '../../../engine/protocol/window-link.ts';
import {
  forgetDecisionSession,
  showDecisionSession,
  useDecisionSessions,
} from '../../../renderer/editor/decision-session.ts';
import { outlineOf, trialOf, tryInView, useDecisionTrials } from '../../../renderer/editor/decision-trial.ts';
import { fileEditors } from '../../../renderer/editor/open-files.ts';

const path = 'rules/discount.dmn';
const decision = { id: 'discount', name: 'Discount', variable: 'discount', inputs: [], computed: [], rules: 1 };
const nothing = { canUndo: false, canRedo: false, undo: () => undefined, redo: () => undefined };

it('takes no outcome for that of a file which was edited, closed and opened again', async () => {
  const client = {
    call: async (name: string) =>
      Promise.resolve(name === 'decision.outline' ? { decisions: [decision], problem: null } : { outputs: 10 }),
  } as unknown as WindowClient;
  fileEditors.set(path, { snapshot: () => Promise.resolve({ text: '<definitions/>', saved: () => false }) });
  const isCurrent = (): boolean => {
    const trial = trialOf(useDecisionTrials.getState(), path, decision.id);
    return trial.outcome !== null && trial.edition === useDecisionSessions.getState()[path]?.edition;
  };

  showDecisionSession(path, { ...nothing, element: decision.id });
  await tryInView(path, client);
  expect(isCurrent()).toBe(true);

  showDecisionSession(path, { ...nothing, element: decision.id, canUndo: true });
  expect(isCurrent()).toBe(false);
  forgetDecisionSession(path);
  showDecisionSession(path, { ...nothing, element: decision.id });
  expect(isCurrent()).toBe(false);
});

it('says why a file has no decisions to try', async () => {
  const answer = { decisions: [], problem: 'it is not DMN' };
  const client = { call: async () => Promise.resolve(answer) } as unknown as WindowClient;
  fileEditors.set(path, { snapshot: () => Promise.resolve({ text: '<x/>', saved: () => false }) });
  await expect(outlineOf(path, client)).rejects.toThrow('it is not DMN');
});

it('does not call a file empty of decisions whose editor is not there yet', async () => {
  expect(await outlineOf('rules/opening.dmn', {} as WindowClient)).toBeNull();
});
