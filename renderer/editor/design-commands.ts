/** Every action of the design place, by name and key. Keys marked as handled elsewhere are bpmn-js's own. */
import { spotlight } from '@mantine/spotlight';
import type { ConnectionState } from '../../engine/protocol/window-link.ts';
import type { FileView } from '../../engine/protocol/window-views.ts';
import { useClient } from '../bridge/client-context.ts';
import { awayReason, readOnlyReason, storeReadOnlyReason, useHostState } from '../bridge/host-state.ts';
import { ask } from '../workbench/confirmation.ts';
import { useCommands, type Command } from '../workbench/command-registry.ts';
import { isTyping } from '../workbench/key-combination.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { reasonOf, tellProblem } from '../workbench/notice.ts';
import { usePreference } from '../workbench/preferences.ts';
import { wishStart } from '../workbench/start-wish.ts';
import { useAnalyses } from './analysis.ts';
import { isMarkable, setMark, toggleMark, whyNotMarkable } from './checkpoint-marking.ts';
import type { CheckpointFlag } from './checkpoint-points.ts';
import type { DiagramElement } from './diagram-services.ts';
import { activeDecisions } from './decision-session.ts';
import { tryInView } from './decision-trial.ts';
import type { DiagramSession } from './diagram-session.ts';
import { exportBpmn, exportPng, exportSvg } from './export-diagram.ts';
import { handOver } from './file-actions.ts';
import { useNewFileOpen } from './new-file.ts';
import { nameOf, openFile, showFile, useOpenFiles } from './open-files.ts';
import { nextProblem } from './problem-in-view.ts';
import { samplePath } from './sample-files.ts';
import { activeSession } from './sessions.ts';
import { together } from './together.ts';
import { unreadableIn } from './unreadable.ts';
import { useFileActions } from './use-file-actions.ts';
import { walkSelection } from './walk-selection.ts';

const place = 'design';

/** Why what the toolbar has cannot be done. */
export const refusals = {
  undo: 'Nothing to undo',
  redo: 'Nothing to redo',
  align: 'Select two elements or more',
  save: 'No unsaved edits',
} as const;

export function useDesignCommands(listed: readonly FileView[]): void {
  const actions = useFileActions();
  const client = useClient();
  const [horizon, setHorizon] = usePreference<boolean>('design.horizon', true);
  const active = (): string | null => useOpenFiles.getState().active;
  const withActive = (act: (path: string) => Promise<unknown>) => async (): Promise<void> => {
    const path = active();
    if (path !== null) await act(path);
  };
  const notOpen = (): string | null => (active() === null ? 'No file is open' : null);
  const tryDecision = async (path: string): Promise<void> => {
    useLayout.getState().toggleRight(true);
    handOver();
    try {
      await tryInView(path, client);
    } catch (failure) {
      tellProblem({ title: `${nameOf(path)} could not be tried`, reason: reasonOf(failure) });
    }
  };
  const layOut = async (session: DiagramSession): Promise<void> => {
    if (session.commands.canUndo() || session.commands.canRedo()) {
      const sure = await ask<'lay-out'>({
        title: `Lay ${nameOf(session.path)} out anew?`,
        body: 'Every element gets another place. Your edits stay, but neither they nor the layout can be undone afterwards.',
        choices: [{ value: 'lay-out', label: 'Lay it out', kind: 'danger' }],
      });
      if (sure === null) return;
    }
    try {
      const { text } = await client.call('diagram.layout', { text: await session.text() });
      await session.import(text, true);
      session.view.begin();
      actions.edited(session.path, true);
    } catch (failure) {
      tellProblem({ title: `${nameOf(session.path)} could not be laid out`, reason: reasonOf(failure) });
    }
  };
  const opening = listed.map(({ path }): Command => ({
    id: `design.open/${path}`,
    title: `Open ${path}`,
    group: 'Files',
    run: async () => {
      useLayout.getState().openPlace(place);
      await actions.open(path);
    },
  }));
  useCommands([
    {
      id: 'design.new',
      title: 'New file …',
      group: 'Files',
      keys: 'alt+n',
      place,
      run: () => useNewFileOpen.setState({ open: true }),
    },
    {
      id: 'design.sample',
      title: 'Copy the order sample into this workspace',
      group: 'Files',
      words: 'example story demo order fulfilment',
      place,
      refusal: () =>
        listed.some(({ path }) => path === samplePath) ? 'The workspace has the order sample already' : null,
      run: () => actions.copySample(),
    },
    {
      id: 'design.open',
      title: 'Open a file of the workspace …',
      group: 'Files',
      keys: 'mod+o',
      place,
      run: () => spotlight.open(),
    },
    {
      id: 'design.save',
      title: 'Save',
      group: 'Files',
      keys: 'mod+s',
      place,
      refusal: () => notOpen() ?? readOnlyReason(useHostState.getState()),
      run: withActive((path) => actions.save(path)),
    },
    {
      id: 'design.save-all',
      title: 'Save all',
      group: 'Files',
      keys: 'mod+alt+s',
      place,
      refusal: () => readOnlyReason(useHostState.getState()),
      run: () => actions.saveAll(),
    },
    {
      id: 'design.run',
      title: 'Run the process in view …',
      group: 'Run',
      keys: 'f5',
      place,
      words: 'start job play save',
      refusal: () => runRefusal(active(), client.connection),
      run: withActive(async (path) => {
        if (openFile(path)?.kind === 'rules') return tryDecision(path);
        // What runs is what is on disk: the edits go there first, those that are being typed too.
        const before = openFile(path)?.stamp;
        if (await actions.save(path)) wishStart(path, openFile(path)?.stamp !== before);
      }),
    },
    {
      id: 'design.try',
      title: 'Try the decision in view',
      group: 'Run',
      place,
      words: 'evaluate test rules table run',
      refusal: () => (openFile(active() ?? '')?.kind === 'rules' ? null : 'No decision is in view'),
      run: withActive((path) => tryDecision(path)),
    },
    {
      id: 'design.close',
      title: 'Close the file',
      group: 'Files',
      keys: 'alt+w',
      place,
      refusal: notOpen,
      run: withActive((path) => actions.close(path)),
    },
    {
      id: 'design.next-file',
      title: 'Next file',
      group: 'Files',
      keys: 'mod+alt+arrowright',
      place,
      run: () => stepFile(1),
    },
    {
      id: 'design.previous-file',
      title: 'Previous file',
      group: 'Files',
      keys: 'mod+alt+arrowleft',
      place,
      run: () => stepFile(-1),
    },
    ...opening,
    ...diagramCommands(layOut),
    {
      id: 'design.horizon',
      title: `${horizon ? 'Hide' : 'Show'} what would run again, on hover`,
      group: 'View',
      place,
      words: 'replay horizon',
      run: () => setHorizon(!horizon),
    },
    {
      id: 'design.problems',
      title: 'Show the problems',
      group: 'View',
      keys: 'mod+shift+m',
      place,
      run: () => useLayout.getState().openTab(place, 'problems'),
    },
    {
      id: 'design.focus',
      title: 'Go to the diagram',
      group: 'View',
      keys: 'mod+alt+d',
      words: 'focus canvas keyboard',
      place,
      refusal: noDiagram,
      run: () => activeSession()?.canvas.focus(),
    },
    {
      id: 'design.next-problem',
      title: 'Go to the next problem',
      group: 'View',
      keys: 'f8',
      place,
      run: () => nextProblem(),
    },
  ]);
}

function stepFile(step: 1 | -1): void {
  const { files, active } = useOpenFiles.getState();
  const next = files[(files.findIndex(({ path }) => path === active) + step + files.length) % files.length];
  if (next !== undefined) showFile(next.path);
}

function diagramCommands(layOut: (session: DiagramSession) => Promise<void>): Command[] {
  const selects = (least: number, words: string) => (): string | null =>
    noDiagram() ?? (selected().length < least ? words : null);
  const noSelection = selects(1, 'No element is selected');
  const notTwo = selects(2, refusals.align);
  const notThree = selects(3, 'Select three elements or more');
  const selected = (): readonly DiagramElement[] => activeSession()?.selection.get() ?? [];
  const on = (act: (session: DiagramSession) => void | Promise<void>) => async (): Promise<void> => {
    const session = activeSession();
    try {
      if (session !== null) await act(session);
    } catch (failure) {
      tellProblem({ title: 'That did not work', reason: reasonOf(failure) });
    }
  };
  const action = (
    id: string,
    title: string,
    group: string,
    keys: string | null,
    name: string,
    options?: unknown,
    more: Partial<Command> = {},
  ): Command => ({
    id: `design.${id}`,
    title,
    group,
    place,
    refusal: noDiagram,
    ...(keys === null ? {} : { keys }),
    run: on((session) => session.act(name, options)),
    ...more,
  });
  const own = { keysElsewhere: true, refusal: noSelection };
  const notMarkable = (): string | null =>
    noDiagram() ?? (selected().some(isMarkable) ? null : whyNotMarkable(selected(), flagsInView()));
  const alignment = ['left', 'center', 'right', 'top', 'middle', 'bottom'].map((side) =>
    action(
      `align-${side}`,
      `Align ${side === 'center' ? 'centre' : side}`,
      'Arrange',
      null,
      'alignElements',
      { type: side },
      { refusal: notTwo },
    ),
  );
  return [
    {
      id: 'design.checkpoint',
      title: 'Mark or unmark a checkpoint',
      group: 'Edit',
      keys: 'k',
      place,
      words: 'save flag',
      refusal: notMarkable,
      run: on((session) => {
        const markable = session.selection.get().filter(isMarkable);
        return together(session.host, () => {
          for (const element of markable) toggleMark(session.modeling, element);
        });
      }),
    },
    {
      id: 'design.checkpoint-both',
      title: 'Mark a checkpoint before and after',
      group: 'Edit',
      place,
      refusal: notMarkable,
      run: on((session) => {
        for (const element of session.selection.get().filter(isMarkable)) setMark(session.modeling, element, 'both');
      }),
    },
    action('undo', 'Undo', 'Edit', 'mod+z', 'undo', undefined, {
      refusal: () => {
        if (activeDecisions() !== null && isInPanel()) return 'A field has an undo of its own';
        const canUndo = activeDecisions()?.canUndo ?? activeSession()?.commands.canUndo();
        return canUndo === undefined ? noDiagram() : canUndo ? null : refusals.undo;
      },
      run: () => activeDecisions()?.undo() ?? activeSession()?.act('undo'),
    }),
    action('redo', 'Redo', 'Edit', 'mod+shift+z', 'redo', undefined, {
      refusal: () => {
        if (activeDecisions() !== null && isInPanel()) return 'A field has an undo of its own';
        const canRedo = activeDecisions()?.canRedo ?? activeSession()?.commands.canRedo();
        return canRedo === undefined ? noDiagram() : canRedo ? null : refusals.redo;
      },
      run: () => activeDecisions()?.redo() ?? activeSession()?.act('redo'),
    }),
    action('next', 'Select the next element', 'Edit', ']', '', undefined, {
      run: on((session) => walkSelection(session, 1)),
    }),
    action('previous', 'Select the previous element', 'Edit', '[', '', undefined, {
      run: on((session) => walkSelection(session, -1)),
    }),
    action('append', 'Append an element', 'Edit', 'a', 'appendElement', {}, { refusal: noSelection }),
    action('create', 'Create an element', 'Edit', 'n', 'createElement', {}),
    action('replace', 'Change the type of the element', 'Edit', 'r', 'replaceElement', {}, { refusal: noSelection }),
    action('label', 'Edit the name', 'Edit', 'e', 'directEditing', undefined, { refusal: noSelection }),
    action('copy', 'Copy', 'Edit', 'mod+c', 'copy', undefined, own),
    action('paste', 'Paste', 'Edit', 'mod+v', 'paste', undefined, { keysElsewhere: true }),
    action('duplicate', 'Duplicate', 'Edit', 'mod+d', 'duplicate', undefined, { refusal: noSelection }),
    action('remove', 'Remove', 'Edit', 'delete', 'removeSelection', undefined, own),
    action('select-all', 'Select all', 'Edit', 'mod+a', 'selectElements', undefined, { keysElsewhere: true }),
    action('find', 'Find an element', 'Edit', 'mod+f', 'find'),
    action('hand', 'Hand tool', 'Tools', 'h', 'handTool'),
    action('lasso', 'Lasso tool', 'Tools', 'l', 'lassoTool'),
    action('space', 'Space tool', 'Tools', 's', 'spaceTool'),
    action('connect', 'Connect tool', 'Tools', 'c', 'globalConnectTool'),
    action('zoom-in', 'Zoom in', 'View', 'mod+plus', 'stepZoom', { value: 1 }, { keysElsewhere: true }),
    action('zoom-out', 'Zoom out', 'View', 'mod+-', 'stepZoom', { value: -1 }, { keysElsewhere: true }),
    action('zoom-100', 'Zoom to 100%', 'View', 'mod+0', 'zoom', { value: 1 }),
    action('zoom-fit', 'Fit the diagram', 'View', 'mod+9', '', undefined, {
      run: on((session) => session.view.fit()),
    }),
    action('minimap', 'Show or hide the minimap', 'View', 'm', '', undefined, {
      run: on((session) => session.host.get<{ toggle(): void }>('minimap').toggle()),
    }),
    ...alignment,
    action(
      'align-spread-horizontally',
      'Distribute horizontally',
      'Arrange',
      null,
      'distributeElements',
      { type: 'horizontal' },
      { refusal: notThree },
    ),
    action(
      'align-spread-vertically',
      'Distribute vertically',
      'Arrange',
      null,
      'distributeElements',
      { type: 'vertical' },
      { refusal: notThree },
    ),
    {
      id: 'design.more-layout',
      title: 'Lay the diagram out anew …',
      group: 'Arrange',
      place,
      refusal: noDiagram,
      run: on(layOut),
    },
    { id: 'design.more-svg', title: 'Export as SVG', group: 'Files', place, refusal: noDiagram, run: on(exportSvg) },
    { id: 'design.more-png', title: 'Export as PNG', group: 'Files', place, refusal: noDiagram, run: on(exportPng) },
    { id: 'design.more-bpmn', title: 'Export as BPMN', group: 'Files', place, refusal: noDiagram, run: on(exportBpmn) },
  ];
}

/** The checkpoints of the diagram in view, as far as they are known yet. */
function flagsInView(): ReadonlyMap<string, readonly CheckpointFlag[]> {
  return useAnalyses.getState()[activeSession()?.path ?? '']?.read.flags ?? new Map<string, CheckpointFlag[]>();
}

/** Why what needs a diagram cannot be done; null: one is in view. */
function noDiagram(): string | null {
  return activeSession() === null ? 'No diagram is in view' : null;
}

/** Why the file in view cannot be run; null: it can. */
function runRefusal(path: string | null, connection: ConnectionState): string | null {
  const file = openFile(path ?? '');
  if (path === null || file === undefined) return 'No file is open';
  if (file.kind === 'rules') return null;
  if (file.kind !== 'process') return 'The file in view is no process';
  const host = useHostState.getState();
  const unsaved = file.unsaved ? readOnlyReason(host) : null;
  const unreadable = unreadableIn(useAnalyses.getState()[path]?.problems);
  return unreadable ?? awayReason(connection) ?? unsaved ?? storeReadOnlyReason(host);
}

/** Whether somebody types into a field beside the decision: what is undone there is what was typed. */
function isInPanel(): boolean {
  const field = document.activeElement;
  return isTyping(field) && field?.closest('.shell-right') !== null;
}
