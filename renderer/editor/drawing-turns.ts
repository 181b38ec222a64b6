/**
 * Diagrams are drawn one after the other, the one in view first. bpmn-js draws in one go, and what is drawn behind would
 * keep the window from showing what is looked at.
 */
import { useOpenFiles } from './open-files.ts';

interface Waiting {
  readonly path: string;
  readonly begin: () => void;
}

const waiting: Waiting[] = [];
let isDrawing = false;

/** When the next picture is on the screen; at once where nobody looks. */
async function painted(): Promise<void> {
  if (document.hidden) return;
  await new Promise<unknown>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });
}

function next(): void {
  if (isDrawing) return;
  const { active } = useOpenFiles.getState();
  const index = waiting.findIndex(({ path }) => path === active);
  const [first] = waiting.splice(Math.max(index, 0), 1);
  if (first === undefined) return;
  isDrawing = true;
  first.begin();
}

/** Draws when it is this file's turn; what is said of it meanwhile is on the screen before. Rejects as `draw` does. */
export async function drawInTurn<T>(path: string, draw: () => Promise<T>): Promise<T> {
  await new Promise<void>((begin) => {
    waiting.push({ path, begin });
    next();
  });
  try {
    await painted();
    return await draw();
  } finally {
    isDrawing = false;
    next();
  }
}
