import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import { Button, Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useClient } from '../bridge/client-context.ts';
import { reasonOf, tell } from '../workbench/notice.ts';
import { Analyst, useAnalyses } from './analysis.ts';
import { DiagramSession } from './diagram-session.ts';
import type { EventBus } from './diagram-services.ts';
import { HorizonHint } from './HorizonHint.tsx';
import { onLookAgain } from './look-again.ts';
import { fileEditors, type OpenFile } from './open-files.ts';
import { addSession, removeSession } from './sessions.ts';
import { Unreadable } from './Unreadable.tsx';
import { judgeText } from './unreadable.ts';
import { useFileActions } from './use-file-actions.ts';
import { useCanvasSigns } from './use-canvas-signs.ts';
import './canvas.css';
import './element-marks.css';
import './editor.css';

/** What is done before a diagram is there; `cancel` null: it cannot be interrupted. */
interface Opening {
  readonly words: string;
  readonly cancel: (() => void) | null;
}

/** One BPMN file in the modeler. Stays mounted while it is open, so that undo outlives a look at another file. */
export function DiagramEditor({ file }: { readonly file: OpenFile }) {
  const { path, initial, edition } = file;
  const client = useClient();
  const actions = useFileActions();
  const container = useRef<HTMLDivElement>(null);
  const [session, setSession] = useState<DiagramSession | null>(null);
  const [isDrawn, setDrawn] = useState(true);
  const [opening, setOpening] = useState<Opening | null>(null);
  const unsaved = useRef(file.unsaved);
  unsaved.current = file.unsaved;

  useEffect(() => {
    if (container.current === null) return undefined;
    const own = new DiagramSession(path, container.current, (changed) => actions.edited(path, changed));
    const analyst = new Analyst(own, client);
    const bus = own.host.get<EventBus>('eventBus');
    bus.on('commandStack.changed', () => analyst.changed());
    // It comes too when the file could not be read, and then there is nothing to look at.
    bus.on('import.done', ({ error = null }) => (error === null ? analyst.changed() : analyst.rest()));
    const stopLooking = onLookAgain(() => analyst.again());
    fileEditors.set(path, {
      snapshot: async () => own.snapshot(),
      reveal: (element) => {
        own.view.show(element);
        const found = own.registry.get(element);
        if (found !== undefined) own.selection.select(found);
      },
    });
    const stopSize = own.view.follow(container.current);
    const stopFocus = takeFocus(container.current, own);
    const stop = (): void => {
      stopSize();
      stopLooking();
      stopFocus();
    };
    setSession(own);
    return () => {
      stop();
      analyst.stop();
      fileEditors.delete(path);
      removeSession(own);
      own.destroy();
    };
  }, [path, actions, client]);

  useEffect(() => {
    if (session === null) return undefined;
    let current = true;
    const aborter = new AbortController();
    const load = async (): Promise<void> => {
      setOpening({ words: `Reading ${path} …`, cancel: null });
      const wanted = (): boolean => current;
      try {
        await session.import(initial, unsaved.current, wanted);
      } catch (failure) {
        if (!reasonOf(failure).includes('no diagram to display')) throw failure;
        setOpening({ words: `Laying out ${path}, which has no diagram …`, cancel: () => aborter.abort() });
        const { text } = await client.call('diagram.layout', { text: initial }, { signal: aborter.signal });
        await session.import(text, true, wanted);
        if (!current) return;
        actions.edited(path, true);
        tell('A diagram was laid out', 'The file had none. Save it to keep the layout.');
      }
      if (!current) return;
      setDrawn(true);
      session.view.begin();
      addSession(session);
      setOpening(null);
    };
    load()
      .catch(async (failure: unknown) => {
        if (!current) return;
        const reason = aborter.signal.aborted ? 'Its layout was cancelled.' : reasonOf(failure);
        const judged = await judgeText(initial, path, reason);
        if (!current) return;
        useAnalyses.setState({ [path]: judged });
        setDrawn(false);
      })
      .finally(() => {
        if (current) setOpening(null);
      });
    return () => {
      current = false;
      aborter.abort();
    };
  }, [session, initial, edition, client, actions, path]);

  useCanvasSigns(session, useAnalyses((all) => all[path]) ?? null);

  return (
    <div className="diagram">
      <div ref={container} className="diagram-canvas" hidden={!isDrawn} />
      {session !== null && isDrawn && <HorizonHint session={session} />}
      {opening !== null && (
        <div className="diagram-opening" role="status">
          <Loader size={16} />
          <span>{opening.words}</span>
          {opening.cancel !== null && <Button onClick={opening.cancel}>Cancel</Button>}
        </div>
      )}
      {!isDrawn && <Unreadable file={file} />}
    </div>
  );
}

/**
 * A press on the canvas takes the focus from a field at once: bpmn-js keeps the browser from doing so, and what was
 * typed must be handed over before another element is selected. Editing a name on the canvas itself goes on.
 */
function takeFocus(container: HTMLElement, session: DiagramSession): () => void {
  const listen = (): void => {
    if (!container.contains(document.activeElement)) session.canvas.focus();
  };
  container.addEventListener('pointerdown', listen, true);
  return () => container.removeEventListener('pointerdown', listen, true);
}
