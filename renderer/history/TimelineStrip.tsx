import { useComputedColorScheme } from '@mantine/core';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import type { TimelineMark } from '../../engine/protocol/views.ts';
import type { Timeline } from '../../engine/protocol/window-views.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { elementName } from '../jobs/element-names.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { sizeText } from '../ui/quantity.ts';
import { useSize } from '../ui/use-size.ts';
import { kindWords, markText, markWords, reasonWords } from './checkpoint-words.ts';
import { moveBy, moveTo, play } from './history-store.ts';
import { drawTimeline, markLines, type StripColours } from './timeline-drawing.ts';
import { entryAt, indexOfSeq } from './timeline-columns.ts';
import { adjust, firstScale, indexAt, pan, reveal, shift, xOf, zoom, type Scale } from './timeline-scale.ts';
import './history.css';

interface TimelineStripProps {
  readonly timeline: Timeline;
  readonly graph: ProcessGraph | null;
  readonly index: number;
  /** Index of the checkpoint that it is compared with; null: none, or of another job. */
  readonly other: number | null;
}

/** Every checkpoint on one strip. Drag it, use the arrow keys, turn the wheel to zoom. */
export function TimelineStrip({ timeline, graph, index, other }: TimelineStripProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const count = timeline.seq.length;
  const { width, height } = useSize(box);
  const first = timeline.seq[0] ?? 0;
  const [kept, setKept] = useState(() => ({ scale: firstScale(count, 0), first }));
  const scale = scaleFor(kept, timeline, width);
  const setScale = useCallback(
    (next: Scale | ((before: Scale) => Scale)): void =>
      setKept((before) => ({
        scale: typeof next === 'function' ? next(scaleFor(before, timeline, width)) : next,
        first,
      })),
    [timeline, width, first],
  );
  const colours = useRef<{ readonly scheme: string; readonly of: StripColours } | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const [line, setLine] = useState<TimelineMark | null>(null);
  const biggest = useMemo(() => timeline.bytes.reduce((most, bytes) => Math.max(most, bytes), 0), [timeline]);
  useEffect(() => {
    if (index >= 0 && width > 0) setScale((before) => reveal(before, index));
  }, [index, width, setScale]);
  useLayoutEffect(() => {
    const target = canvas.current;
    if (target === null || width === 0) return;
    const ratio = window.devicePixelRatio;
    target.width = Math.round(width * ratio);
    target.height = Math.round(height * ratio);
    const context = target.getContext('2d');
    if (context === null) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    // Asked of the style sheets once a scheme: each question makes the browser work out the styles of the whole window.
    const drawnIn = document.documentElement.dataset['mantineColorScheme'] ?? scheme;
    if (colours.current?.scheme !== drawnIn) colours.current = { scheme: drawnIn, of: coloursOf(target) };
    drawTimeline(context, {
      timeline,
      scale,
      height,
      index,
      other,
      hover,
      biggest,
      colours: colours.current.of,
      nameOf: (element) => elementName(graph, element),
    });
  }, [timeline, scale, index, other, hover, biggest, width, height, scheme, graph]);
  useWheel(box, (event) => {
    const x = event.clientX - (box.current?.getBoundingClientRect().left ?? 0);
    const across = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    setScale(across ? pan(scale, event.deltaX + event.deltaY) : zoom(scale, Math.exp(-event.deltaY / 300), x));
  });
  const xIn = (event: PointerEvent): number => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const at = (event: PointerEvent): number => indexAt(scale, xIn(event));
  const entry = entryAt(timeline, index);
  const pointed = hover === null ? null : entryAt(timeline, hover);
  return (
    <div
      ref={box}
      className="history-strip"
      role="slider"
      tabIndex={0}
      aria-label="Checkpoints"
      aria-keyshortcuts=", ."
      aria-valuemin={timeline.seq[0] ?? 0}
      aria-valuemax={timeline.seq.at(-1) ?? 0}
      aria-valuenow={entry?.seq ?? 0}
      aria-valuetext={entry === null ? 'none' : entryText(entry, graph)}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(at(event));
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(at(event));
        setHover(at(event));
        setLine(lineAt(timeline, scale, xIn(event)));
      }}
      onPointerLeave={() => {
        setHover(null);
        setLine(null);
      }}
    >
      <canvas ref={canvas} aria-hidden />
      {pointed !== null && (line !== null || hover !== index) && (
        <div
          className="history-tip"
          style={{ left: Math.min(Math.max(8, xOf(scale, pointed.index) - 90), Math.max(8, width - 200)) }}
        >
          {line === null ? entryText(pointed, graph) : <LineText mark={line} />}
        </div>
      )}
    </div>
  );
}

/** Pixels to either side of a line at which it is pointed at, not at a checkpoint. */
const lineReach = ({ room }: Scale): number => Math.min(5, Math.max(2, room / 4));

function lineAt(timeline: Timeline, scale: Scale, x: number): TimelineMark | null {
  const away = (at: number): number => Math.abs(at - x);
  const near = markLines(timeline, scale).filter((each) => away(each.x) <= lineReach(scale));
  return near.toSorted((one, other) => away(one.x) - away(other.x))[0]?.mark ?? null;
}

function LineText({ mark }: { readonly mark: TimelineMark }) {
  const { word, meaning } = markText(mark);
  return (
    <>
      <strong>{word}</strong>
      <br />
      {meaning}
    </>
  );
}

/** The view that was kept, of a strip that has grown at either end or was resized since. */
function scaleFor(kept: { readonly scale: Scale; readonly first: number }, timeline: Timeline, width: number): Scale {
  const { scale, first } = kept;
  const added = (timeline.seq[0] ?? first) < first ? indexOfSeq(timeline, first) : 0;
  const shifted = added > 0 && scale.count > 0 ? shift(scale, added) : scale;
  const count = timeline.seq.length;
  return shifted.count === count && shifted.width === width ? shifted : adjust(shifted, count, width);
}

function entryText(entry: NonNullable<ReturnType<typeof entryAt>>, graph: ProcessGraph | null): string {
  const where = entry.element === null ? '' : ` at ${elementName(graph, entry.element)}`;
  return `Checkpoint ${entry.seq}, ${kindWords[entry.kind].word}: ${reasonWords(entry.reasons, entry.isCancelled)}${where}, ${sizeText(entry.bytes)}`;
}

function onKey(event: KeyboardEvent): void {
  const page = 10;
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => moveBy(-1),
    ArrowRight: () => moveBy(1),
    ArrowDown: () => moveBy(-1),
    ArrowUp: () => moveBy(1),
    PageUp: () => moveBy(page),
    PageDown: () => moveBy(-page),
    Home: () => moveTo(0),
    End: () => moveTo(Number.MAX_SAFE_INTEGER),
    ' ': play,
  };
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** React's own wheel listeners cannot keep the page from scrolling. */
function useWheel(box: React.RefObject<HTMLElement | null>, listener: (event: WheelEvent) => void): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const listen = (event: WheelEvent): void => {
      event.preventDefault();
      latest.current(event);
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [box]);
}

function coloursOf(element: HTMLElement): StripColours {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    line: of('--line'),
    text: of('--text'),
    muted: of('--muted'),
    accent: of('--accent'),
    accentSoft: of('--accent-soft'),
    implicit: of('--line-strong'),
    surface: of('--surface'),
    killed: of('--danger'),
    recovered: of('--saved'),
  };
}

/** What the signs on the strip mean. */
export function TimelineLegend(props: {
  readonly ownClock: boolean;
  /** Whether the one that is compared with is on the strip. */
  readonly compared: boolean;
}) {
  return (
    <p className="history-legend">
      <span>
        <i className="history-key history-key-explicit" aria-hidden /> explicit
      </span>
      <span>
        <i className="history-key history-key-implicit" aria-hidden /> implicit
      </span>
      {(['killed', 'recovered'] as const).map((kind) => (
        <span key={kind} title={markWords[kind].meaning}>
          <i className="history-key-line" data-mark={kind} aria-hidden />
          <span aria-hidden>{markWords[kind].sign}</span> {markWords[kind].word}
        </span>
      ))}
      <span title="So that a small one is seen beside one a thousand times as large">
        height: size saved, log scale
      </span>
      <span
        className="history-legend-keys"
        title="Wherever you are in History; the arrow keys do the same, except where they choose a tab or move in a field"
      >
        <KeyHint keys="," /> <KeyHint keys="." /> go along
      </span>
      {props.compared && (
        <span>
          <i className="history-key history-key-compared" aria-hidden /> compared with
        </span>
      )}
      {props.ownClock && (
        <span title="The job’s own clock stands still while it works">
          times: the job’s own clock<span className="history-legend-more">, which stands still while it works</span>
        </span>
      )}
    </p>
  );
}
