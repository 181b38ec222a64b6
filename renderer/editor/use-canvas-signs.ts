/** Draws on the canvas what the analysis knows: checkpoint flags, problems, and the replay horizon of what is hovered. */
import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { usePreference } from '../workbench/preferences.ts';
import type { Analysis } from './analysis.ts';
import type { EventBus } from './diagram-services.ts';
import type { DiagramSession } from './diagram-session.ts';
import type { ElementMark } from './element-marks.ts';
import { horizonWords, replayHorizon, shadedIn, type Horizon } from './replay-horizon.ts';

/** The horizon in view. */
export const useShownHorizon = create<{ readonly session: DiagramSession | null; readonly words: string | null }>()(
  () => ({ session: null, words: null }),
);

const restMs = 250;

export function useCanvasSigns(session: DiagramSession | null, analysis: Analysis | null): void {
  const [showsHorizon] = usePreference<boolean>('design.horizon', true);
  const problems = useMemo(() => problemMarks(analysis), [analysis]);

  useEffect(() => {
    if (session !== null && analysis !== null) session.flags.set(analysis.read.flags);
  }, [session, analysis]);

  useEffect(() => {
    if (session === null) return undefined;
    session.marks.set(problems);
    if (!showsHorizon || analysis === null) return undefined;
    const bus = session.host.get<EventBus>('eventBus');
    let timer: ReturnType<typeof setTimeout> | null = null;
    const show = (): void => {
      const shown = horizonOf(session, analysis);
      useShownHorizon.setState({ session, words: shown?.words ?? null });
      session.marks.set(shown === null ? problems : withHorizon(problems, shown.horizon));
    };
    // Only where the pointer rests: who passes by wants to see the diagram.
    const hovered = (): void => {
      if (timer !== null) clearTimeout(timer);
      if (session.hovered === null) show();
      else timer = setTimeout(show, restMs);
    };
    bus.on('cairn.hovered', hovered);
    return () => {
      if (timer !== null) clearTimeout(timer);
      bus.off('cairn.hovered', hovered);
      useShownHorizon.setState({ session: null, words: null });
    };
  }, [session, analysis, problems, showsHorizon]);
}

function horizonOf(
  session: DiagramSession,
  analysis: Analysis,
): { readonly horizon: Horizon; readonly words: string } | null {
  const id = session.hovered?.id;
  if (id === undefined) return null;
  const graph = analysis.read.graphs.find(({ nodes }) => nodes.has(id));
  if (graph === undefined) return null;
  const horizon = replayHorizon(graph, id);
  return { horizon, words: horizonWords(graph, id, horizon) };
}

function problemMarks(analysis: Analysis | null): Map<string, ElementMark[]> {
  const marks = new Map<string, ElementMark[]>();
  for (const { severity, element, rule } of analysis?.problems ?? []) {
    if (severity !== 'error' || element === null) continue;
    marks.set(element, [rule.startsWith('unsupported') ? 'unsupported' : 'problem']);
  }
  return marks;
}

function withHorizon(
  problems: ReadonlyMap<string, readonly ElementMark[]>,
  horizon: Horizon,
): Map<string, ElementMark[]> {
  const marks = new Map([...problems].map(([id, names]): [string, ElementMark[]] => [id, [...names]]));
  for (const id of shadedIn(horizon)) marks.set(id, [...(marks.get(id) ?? []), 'horizon']);
  return marks;
}
