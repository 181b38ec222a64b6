import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import DmnModeler, { type DmnView, type DmnViewer } from 'dmn-js/lib/Modeler';
import { FunctionSquare, Network, Table2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { inFullXml } from '../../engine/model/full-xml.ts';
import { OriginalText } from '../../engine/model/original-text.ts';
import { useClient } from '../bridge/client-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { reasonOf } from '../workbench/notice.ts';
import { DecisionAnalyst } from './decision-analyst.ts';
import { DecisionChanges } from './decision-changes.ts';
import { colourCode } from './decision-code.ts';
import { forgetDecisionSession, showDecisionSession } from './decision-session.ts';
import { lastDone, type Canvas, type CommandStack } from './diagram-services.ts';
import { MarkedCells } from './MarkedCells.tsx';
import { fileEditors, takeWanted, type OpenFile } from './open-files.ts';
import { markMenuRule } from './menu-rule.ts';
import { revealDecision } from './reveal-decision.ts';
import { useFileActions } from './use-file-actions.ts';
import { fittedBox, logoFootPx } from './view-box.ts';
import './decision.css';

/** What the palette covers of the diagram of decisions. */
const palettePx = 60;

/** All of the diagram of decisions in view, beside its palette. False: there was no room for it yet. */
function fit(viewer: DmnViewer): boolean {
  const canvas = viewer.get<Canvas>('canvas');
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  if (outer.width === 0 || inner.width === 0) return false;
  canvas.viewbox(fittedBox(inner, outer, { left: palettePx, foot: logoFootPx }));
  return true;
}

/** What decisions are called, by their ids. */
function namesIn(modeler: DmnModeler): ReadonlyMap<string, string> {
  return new Map(modeler.getViews().flatMap(({ element: { id, name } }) => (name === undefined ? [] : [[id, name]])));
}

/** Decisions of a DMN file: tables, and how they depend on each other. Loaded only when one is opened. */
export function DecisionEditor({ file }: { readonly file: OpenFile }) {
  const { path, initial, edition } = file;
  const actions = useFileActions();
  const client = useClient();
  const container = useRef<HTMLDivElement>(null);
  const changes = useRef(new DecisionChanges());
  const analyst = useRef<DecisionAnalyst | null>(null);
  const loading = useRef(false);
  const original = useRef<OriginalText | null>(null);
  const unsaved = useRef(file.unsaved);
  unsaved.current = file.unsaved;
  const [modeler, setModeler] = useState<DmnModeler | null>(null);
  const [views, setViews] = useState<readonly DmnView[]>([]);
  const [active, setActive] = useState<DmnView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const paper = container.current;
    if (paper === null) return undefined;
    const own = new DmnModeler({
      container: paper,
      drd: {
        drdRenderer: {
          defaultFillColor: 'var(--canvas-fill)',
          defaultStrokeColor: 'var(--canvas-stroke)',
          defaultLabelColor: 'var(--canvas-label)',
        },
      },
    });
    inFullXml(own._moddle);
    const text = async (): Promise<string> => {
      const kept = original.current;
      const { xml } = await own.saveXML({ format: kept === null });
      return kept?.with(xml) ?? xml;
    };
    const judge = new DecisionAnalyst(path, text, client, () => namesIn(own));
    analyst.current = judge;
    const watched = new WeakSet<object>();
    const fitted = new WeakSet<object>();
    const stopColours = colourCode(paper);
    const publish = (): void => {
      const stack = own.getActiveViewer()?.get<CommandStack>('commandStack');
      const view = own.getActiveView();
      showDecisionSession(path, {
        element: view === undefined || view.type === 'drd' ? null : view.element.id,
        canUndo: stack?.canUndo() === true,
        canRedo: stack?.canRedo() === true,
        undo: () => stack?.undo(),
        redo: () => stack?.redo(),
      });
    };
    own.on('views.changed', () => {
      setViews(own.getViews());
      setActive(own.getActiveView() ?? null);
      const viewer = own.getActiveViewer();
      publish();
      if (viewer === undefined) return;
      if (own.getActiveView()?.type === 'drd' && !fitted.has(viewer) && fit(viewer)) fitted.add(viewer);
      const position = (): object | null => lastDone(viewer.get<CommandStack>('commandStack'));
      changes.current.shown(viewer, position());
      if (watched.has(viewer)) return;
      watched.add(viewer);
      markMenuRule(viewer, paper);
      changes.current.moved(viewer, position());
      viewer.on('commandStack.changed', () => {
        if (loading.current) return;
        publish();
        changes.current.moved(viewer, position());
        actions.edited(path, changes.current.isUnsaved);
        judge.changed();
      });
    });
    fileEditors.set(path, {
      snapshot: async () => {
        const written = changes.current.snapshot();
        return {
          text: await text(),
          saved: () => {
            written();
            return changes.current.isUnsaved;
          },
        };
      },
      reveal: (element) => {
        void revealDecision(own, paper, element);
      },
    });
    setModeler(own);
    return () => {
      fileEditors.delete(path);
      forgetDecisionSession(path);
      judge.stop();
      stopColours();
      own.destroy();
    };
  }, [path, actions, client]);

  useEffect(() => {
    if (modeler === null) return undefined;
    let current = true;
    loading.current = true;
    const load = async (): Promise<void> => {
      original.current = null;
      await modeler.importXML(initial);
      original.current = new OriginalText(initial, (await modeler.saveXML({ format: false })).xml);
    };
    load().then(
      () => {
        loading.current = false;
        if (!current) return;
        changes.current.loaded(unsaved.current);
        setProblem(null);
        analyst.current?.changed();
        // A file of one decision is opened for its table.
        const tables = modeler.getViews().filter(({ type }) => type !== 'drd');
        const shown = takeWanted(path) ?? (tables.length === 1 ? tables[0]?.element.id : undefined);
        const view = modeler.getViews().find(({ element }) => element.id === shown);
        if (view !== undefined) void modeler.open(view);
      },
      (failure: unknown) => {
        loading.current = false;
        if (current) setProblem(reasonOf(failure));
      },
    );
    return () => {
      current = false;
    };
  }, [modeler, initial, edition, path]);

  return (
    <div className="decision">
      <MarkedCells path={path} paper={container} />
      <div className="decision-views" role="tablist" aria-label="Decisions of the file">
        {views.map((view) => (
          <button
            key={view.element.id}
            type="button"
            role="tab"
            className="shell-tab"
            aria-selected={view.element.id === active?.element.id}
            title={view.type === 'drd' ? 'Which decisions and inputs each decision of the file needs' : undefined}
            onClick={() => void modeler?.open(view)}
          >
            {view.type === 'drd' ? (
              <>
                <Network size={13} aria-hidden /> Requirements diagram
              </>
            ) : (
              <>
                {view.type === 'decisionTable' ? (
                  <Table2 size={13} aria-hidden />
                ) : (
                  <FunctionSquare size={13} aria-hidden />
                )}{' '}
                {view.name ?? view.element.id}
              </>
            )}
          </button>
        ))}
      </div>
      <div ref={container} className="decision-paper" hidden={problem !== null} />
      {problem !== null && <EmptyState title={`${path} cannot be shown`}>{problem}</EmptyState>}
    </div>
  );
}
