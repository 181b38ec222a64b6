import type { DiagramSession } from './diagram-session.ts';
import { useShownHorizon } from './use-canvas-signs.ts';

const most = 4;

/** Says in words what the shading on the canvas means. */
export function HorizonHint({ session }: { readonly session: DiagramSession }) {
  const shown = useShownHorizon();
  if (shown.session !== session || shown.horizon === null) return null;
  const names = shown.horizon.nodes.map(({ id, name }) => `“${name ?? id}”`);
  const listed = names.slice(0, most).join(', ');
  return (
    <div className="editor-horizon" aria-live="off">
      If the engine died here, this would run again: {listed}
      {names.length > most && ` and ${names.length - most} more`}
    </div>
  );
}
