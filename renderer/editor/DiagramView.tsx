/**
 * A diagram to look at: bpmn-js's viewer with zoom and pan, marks on elements, and checkpoint flags.
 *
 *     const diagram = useRef<DiagramHandle>(null);
 *     <DiagramView ref={diagram} xml={xml} name="order.bpmn" onElementClick={select} onElementHover={hover} />
 *     diagram.current?.setMarks(new Map([['charge-card', ['running']], ['pack', ['lost']]]));
 *
 * `setMarks` replaces all marks and touches only what changed: call it as often as tokens move. Marks that were set
 * before the diagram was there are drawn when it is. See ElementMark for the names; `element-marks.css` has the colours,
 * and each has a sign beside its colour. `selected` outlines one element. Where the file has no diagram data, one is
 * laid out. Names are drawn as text: markup in them does nothing.
 */
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import { Loader } from '@mantine/core';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { cairnDescriptor } from '../../engine/protocol/descriptor.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useClient } from '../bridge/client-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { reasonOf } from '../workbench/notice.ts';
import { CheckpointFlags } from './checkpoint-flags.ts';
import { readDiagram } from './checkpoint-points.ts';
import {
  canvasColours,
  ownerOf,
  type Canvas,
  type DiagramEvent,
  type DiagramHost,
  type ElementRegistry,
  type EventBus,
} from './diagram-services.ts';
import { diagramOf, type DrawnFile } from './drawn-process.ts';
import { ElementMarks, type Marks } from './element-marks.ts';
import { FittedView } from './fitted-view.ts';
import { FollowedElements } from './followed-elements.ts';
import type { Linkable, LinkedViews } from './linked-views.ts';
import { keepBordersSeen } from './own-border.ts';
import { keepInkLegible } from './own-ink.ts';
import { markBesideRings } from './selection-ring.ts';
import { layRails } from './view-rails.ts';
import './canvas.css';
import './element-marks.css';

export interface DiagramHandle {
  /** Replaces all marks. */
  setMarks(marks: Marks): void;
  /** The whole diagram in view. */
  fit(): void;
  /** Brings an element into view, in whichever plane it lies. */
  reveal(element: string): void;
  /**
   * Keeps what moves in view: of these elements, those that were not among them before, unless a person has moved or
   * zoomed the view since it was placed. To be called as often as they change. `together`: all of them, new or not.
   */
  follow(elements: readonly string[], together?: boolean): void;
  /** Brings an element into view, and follows again what moves. */
  returnTo(element: string): void;
  zoom(step: 1 | -1): void;
  /** Box of an element in the window's coordinates, to place something beside it; null: it is not shown. */
  boxOf(element: string): DOMRect | null;
}

export interface DiagramViewProps {
  /** Text of the BPMN file. */
  readonly xml: string;
  /** Of the file, for messages and for people who do not see the diagram. */
  readonly name: string;
  /** The process to show, of a file whose processes have diagrams of their own; absent: whatever the first one shows. */
  readonly process?: string;
  readonly ref?: Ref<DiagramHandle>;
  /** Flow nodes and sequence flows; null: empty canvas. */
  readonly onElementClick?: (element: string | null, event: Event | undefined) => void;
  readonly onElementHover?: (element: string | null) => void;
  readonly selected?: string | null;
  /** Checkpoint flags; shown by default. */
  readonly flags?: boolean;
  /** Of diagrams that are compared: what is in view in one is in the others. */
  readonly linked?: LinkedViews;
  readonly onReady?: () => void;
  /** What is in view has been dragged, scrolled or zoomed. */
  readonly onMoved?: () => void;
}

interface Shown {
  readonly host: Viewer;
  readonly marks: ElementMarks;
  readonly flags: CheckpointFlags;
  readonly view: FittedView;
  readonly followed: FollowedElements;
}

export function DiagramView(props: DiagramViewProps) {
  const { xml, name, process = null, selected = null, flags = true } = props;
  const client = useClient();
  const container = useRef<HTMLDivElement>(null);
  const shown = useRef<Shown | null>(null);
  /** What is drawn: the text, and which of its diagrams; null: nothing is yet. */
  const drawn = useRef<{ readonly xml: string; readonly diagram: string | null } | null>(null);
  const wanted = useRef<Marks>(new Map());
  const wantedInView = useRef<readonly [elements: readonly string[], together: boolean]>([[], false]);
  const [ready, setReady] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [isDrawing, setIsDrawing] = useState(false);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (container.current === null) return undefined;
    const host = createViewer(container.current);
    const view = new FittedView(host);
    const own: Shown = {
      host,
      marks: new ElementMarks(host),
      flags: new CheckpointFlags(host),
      view,
      followed: new FollowedElements(view),
    };
    listen(host, latest);
    scaleSigns(host, container.current);
    layRails(host);
    keepInkLegible(host);
    keepBordersSeen(host);
    markBesideRings(host);
    shown.current = own;
    const leave = link(own, latest);
    const stop = own.view.follow(container.current, () => own.followed.again());
    return () => {
      stop();
      leave();
      shown.current = null;
      host.destroy();
    };
  }, []);

  useEffect(() => {
    let current = true;
    const own = shown.current;
    if (own === null) return undefined;
    // Jobs of processes that lie on one diagram: it stays as it is.
    const { current: before } = drawn;
    if (before?.xml === xml && (process === null || diagramOf(own.host.getDefinitions(), process) === before.diagram))
      return undefined;
    drawn.current = null;
    setProblem(null);
    setIsDrawing(true);
    importInto(own.host, xml, process, client).then(
      (diagram) => {
        if (!current) return;
        drawn.current = { xml, diagram };
        setIsDrawing(false);
        own.marks.forget();
        own.flags.forget();
        own.view.begin();
        own.marks.set(wanted.current);
        own.followed.anew(...wantedInView.current);
        setReady((before) => before + 1);
        latest.current.onReady?.();
      },
      (failure: unknown) => {
        if (!current) return;
        setIsDrawing(false);
        setProblem(reasonOf(failure));
      },
    );
    return () => {
      current = false;
    };
  }, [xml, process, client]);

  useEffect(() => {
    let current = true;
    if (ready === 0) return undefined;
    if (!flags) shown.current?.flags.set(new Map());
    else {
      void readDiagram(xml, name).then((read) => {
        if (current) shown.current?.flags.set(read.flags);
      });
    }
    return () => {
      current = false;
    };
  }, [ready, flags, xml, name]);

  useEffect(() => {
    const canvas = shown.current?.host.get<Canvas>('canvas');
    const registry = shown.current?.host.get<ElementRegistry>('elementRegistry');
    if (ready === 0 || selected === null || registry?.get(selected) === undefined) return undefined;
    canvas?.addMarker(selected, 'selected');
    return () => {
      if (registry.get(selected) !== undefined) canvas?.removeMarker(selected, 'selected');
    };
  }, [ready, selected]);

  useImperativeHandle(
    props.ref,
    (): DiagramHandle => {
      const canvas = (): Canvas | undefined => shown.current?.host.get<Canvas>('canvas');
      return {
        setMarks(marks) {
          wanted.current = marks;
          shown.current?.marks.set(marks);
        },
        fit: () => shown.current?.view.fit(),
        reveal: (element) => shown.current?.view.show(element),
        follow(elements, together = false) {
          wantedInView.current = [elements, together];
          shown.current?.followed.follow(elements, together);
        },
        returnTo: (element) => shown.current?.view.returnTo(element),
        zoom(step) {
          const level = canvas()?.zoom();
          if (level !== undefined) canvas()?.zoom(level * (step > 0 ? 1.25 : 0.8), 'auto');
        },
        boxOf: (element) =>
          shown.current?.host
            .get<ElementRegistry>('elementRegistry')
            .getGraphics(element)
            ?.querySelector('.djs-visual')
            ?.getBoundingClientRect() ?? null,
      };
    },
    [],
  );

  return (
    <div className="diagram">
      <div ref={container} className="diagram-canvas" role="group" aria-label={`Diagram of ${name}`} />
      {isDrawing && (
        <div className="diagram-opening" role="status">
          <Loader size={16} />
          <span>Drawing the diagram …</span>
        </div>
      )}
      {problem !== null && (
        <div className="diagram-problem">
          <EmptyState title={`${name} cannot be drawn`}>{problem}</EmptyState>
        </div>
      )}
    </div>
  );
}

/** A viewer that can go to another diagram of its file. */
interface Viewer extends DiagramHost {
  getDefinitions(): DrawnFile;
  open(diagram: string): Promise<unknown>;
}

function createViewer(container: HTMLElement): Viewer {
  return new NavigatedViewer({
    container,
    moddleExtensions: { cairn: cairnDescriptor },
    bpmnRenderer: canvasColours,
  });
}

/** Imports, and lays a diagram out first where the file has none of the process. Answers the id of what is drawn. */
async function importInto(
  host: Viewer,
  xml: string,
  process: string | null,
  client: WindowClient,
): Promise<string | null> {
  try {
    await host.importXML(xml);
    if (process === null || diagramOf(host.getDefinitions(), process) !== null) return await openProcess(host, process);
  } catch (failure) {
    if (!reasonOf(failure).includes('no diagram to display')) throw failure;
  }
  const { text } = await client.call('diagram.layout', { text: xml });
  await host.importXML(text);
  return openProcess(host, process);
}

async function openProcess(host: Viewer, process: string | null): Promise<string | null> {
  const file = host.getDefinitions();
  const first = file.diagrams?.[0]?.id ?? null;
  const wanted = process === null ? first : diagramOf(file, process);
  if (wanted !== null && wanted !== first) await host.open(wanted);
  return wanted;
}

function listen(host: DiagramHost, latest: { readonly current: DiagramViewProps }): void {
  const bus = host.get<EventBus>('eventBus');
  const registry = host.get<Canvas>('canvas');
  const idOf = ({ element }: DiagramEvent): string | null => {
    if (element === undefined || element === registry.getRootElement()) return null;
    return ownerOf(element).id;
  };
  bus.on('element.click', (event) => latest.current.onElementClick?.(idOf(event), event.originalEvent));
  bus.on('element.hover', (event) => latest.current.onElementHover?.(idOf(event)));
  bus.on('element.out', () => latest.current.onElementHover?.(null));
  bus.on('canvas.viewbox.changed', () => latest.current.onMoved?.());
}

/** As soon as there is a diagram it is moved with those beside it. Returns what ends it. */
function link({ host, view, followed }: Shown, latest: { readonly current: DiagramViewProps }): () => void {
  const { linked } = latest.current;
  if (linked === undefined) return () => undefined;
  const bus = host.get<EventBus>('eventBus');
  const self: Linkable = {
    get at() {
      return view.at;
    },
    get isUntouched() {
      return view.isUntouched;
    },
    takes(at) {
      const suits = followed.isSeenAt(at);
      if (suits) view.take(at);
      return suits;
    },
    zoomTo(scale) {
      view.zoomTo(scale, () => followed.again());
    },
    moveTo(at) {
      view.moveTo(at);
    },
  };
  let leave: (() => void) | null = null;
  bus.on('import.done', () => (leave ??= linked.join(self)));
  bus.on('canvas.viewbox.changed', () => {
    if (leave !== null) linked.changed(self);
  });
  return () => leave?.();
}

/** Signs on elements grow against the zoom: at half the size they would be colours without words. */
function scaleSigns(host: DiagramHost, container: HTMLElement): void {
  let before = '';
  host.get<EventBus>('eventBus').on('canvas.viewbox.changed', () => {
    const { scale } = host.get<Canvas>('canvas').viewbox();
    const wanted = Math.min(2, Math.max(1, 0.9 / scale)).toFixed(2);
    if (wanted !== before) container.style.setProperty('--sign-scale', (before = wanted));
  });
}
