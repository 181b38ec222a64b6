import type { DiagramSession } from './diagram-session.ts';
import { useShownHorizon } from './use-canvas-signs.ts';

/** Says in words what the shading on the canvas means. */
export function HorizonHint({ session }: { readonly session: DiagramSession }) {
  const shown = useShownHorizon();
  if (shown.session !== session || shown.words === null) return null;
  return (
    <div className="editor-horizon" aria-live="off">
      {shown.words}
    </div>
  );
}
