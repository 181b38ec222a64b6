/** News that come faster than the window is drawn: what nobody would see need not be worked out. */

/** A window that is hidden is not drawn; it is told nevertheless. */
const hiddenMs = 100;

/** Acts once, before the window is drawn next. */
export function atNextFrame(act: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    act();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, hiddenMs);
}
