/** A diagram as a picture or a file for elsewhere. */
import type { DiagramSession } from './diagram-session.ts';
import { nameOf } from './open-files.ts';

/** Variables that the canvas draws with; a picture outside of the window has none, and is on white paper. */
const PAPER: Readonly<Record<string, string>> = {
  '--canvas-fill': '#ffffff',
  '--canvas-stroke': '#22262c',
  '--canvas-label': '#1f2328',
  '--accent': '#1864ab',
};

export async function exportBpmn(session: DiagramSession): Promise<void> {
  download(nameOf(session.path), new Blob([await session.text()], { type: 'application/xml' }));
}

export async function exportSvg(session: DiagramSession): Promise<void> {
  download(nameWith(session, '.svg'), new Blob([await svgOf(session)], { type: 'image/svg+xml' }));
}

export async function exportPng(session: DiagramSession): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await svgOf(session))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  const scale = 2;
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws no pictures');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob === null) throw new Error('the picture is too large for this browser');
  download(nameWith(session, '.png'), blob);
}

/** The drawing with fixed colours, and flags of checkpoints that need no style sheet. */
async function svgOf(session: DiagramSession): Promise<string> {
  const { svg } = await session.host.saveSVG();
  return svg
    .replace(/light-dark\((rgb\([^)]*\)), *rgb\([^)]*\)\)/g, '$1')
    .replace(/var\((--[\w-]+)\)/g, (whole, name: string) => PAPER[name] ?? whole)
    .replace(
      '</svg>',
      `<style>.cairn-flag{fill:#fff;stroke:${PAPER['--accent'] ?? ''};stroke-width:1.5}.cairn-flag-explicit{fill:${PAPER['--accent'] ?? ''}}.cairn-flag-halo,.cairn-signs,.djs-hit,.djs-outline{display:none}</style></svg>`,
    );
}

function nameWith(session: DiagramSession, ending: string): string {
  return nameOf(session.path).replace(/\.bpmn$/, ending);
}

function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
