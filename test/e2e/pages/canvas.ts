/** Moving about in a diagram, as a person does it with the wheel. */
import type { Locator } from 'playwright';

/** Nearer to the edge than this, something covers it or half of it is beyond. */
const edgePx = 24;
/** One or two do; more, where frames are slow. */
const mostTurns = 30;
/** Where the wheel is turned, in turns: shares of the canvas. */
const places = [0.5, 0.25, 0.75] as const;

/** Scrolls until the element is on the canvas. `left`: pixels of it that something covers. */
export async function bringIntoView(canvas: Locator, element: Locator, left = 0): Promise<void> {
  const page = canvas.page();
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const [room, box] = await Promise.all([canvas.boundingBox(), element.boundingBox()]);
    if (room === null || box === null) return; // whoever acts on it says what is missing
    const dx = beyond(box.x, box.width, room.x + left, room.width - left);
    const dy = beyond(box.y, box.height, room.y, room.height);
    if (dx === 0 && dy === 0) return;
    // Where a context pad is open under the pointer, the wheel is the pad's.
    const share = places[turn % places.length] ?? 0.5;
    await page.mouse.move(room.x + left + (room.width - left) * share, room.y + room.height * share);
    await page.mouse.wheel(dx, dy);
    // The wheel is answered before the diagram has moved: measured too early, it would be turned twice.
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestAnimationFrame(() => {
            requestAnimationFrame(() => {
              resolve();
            });
          });
        }),
    );
  }
  throw new Error('the canvas could not be scrolled to the element');
}

/** How far to scroll for a stretch to lie in a room; what is larger than the room begins with it. */
function beyond(at: number, length: number, from: number, room: number): number {
  if (at < from) return at - from - edgePx;
  if (at + length <= from + room) return 0;
  return Math.min(at + length - from - room + edgePx, Math.max(0, at - from - edgePx));
}
