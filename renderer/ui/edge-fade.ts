/**
 * What scrolls and goes on below fades at its lower edge: half a line there says "there is more", and is no fault.
 *
 *     <div ref={fadeEdges} className="list ui-fade">…</div>
 *
 * What stays at the lower edge whatever is scrolled (`position: sticky`) says so with `ui-fade-foot`: it is not faded, what
 * goes by above it is.
 */

/** Less than this many pixels below is no more to see. */
const nothingPx = 4;

/** As a `ref` of what scrolls: keeps `data-below` on it while there is more below, and `data-above`
 * while something has gone by. Answers what is to be done once it is gone. */
export function fadeEdges(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined;
  const look = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = element;
    element.toggleAttribute('data-above', scrollTop > nothingPx);
    element.toggleAttribute('data-below', scrollHeight - clientHeight - scrollTop > nothingPx);
  };
  const sizes = new ResizeObserver(look);
  const watch = (): void => {
    sizes.disconnect();
    for (const each of [element, ...element.children]) sizes.observe(each);
  };
  const children = new MutationObserver(watch);
  children.observe(element, { childList: true });
  element.addEventListener('scroll', look, { passive: true });
  element.addEventListener('input', look);
  watch();
  return () => {
    sizes.disconnect();
    children.disconnect();
    element.removeEventListener('scroll', look);
    element.removeEventListener('input', look);
  };
}
