/**
 * Whether the toolbar beside the names of the open files shows all of its tools, or leaves out what wheel and keys do as well
 * (editor.css): it does so only where that keeps it from a line of its own, for on such a line there is room for all.
 */

/** Which tools are shown. `needsLine`: whether the toolbar has no room beside the names with all of them, or with the few. */
export function toolsShown(needsLine: (tools: 'all' | 'few') => boolean): 'all' | 'few' {
  return needsLine('all') && !needsLine('few') ? 'few' : 'all';
}

/** A ref of what holds names and toolbar: keeps `data-tools` as the room is. */
export function fitTools(head: HTMLElement | null): (() => void) | undefined {
  if (head === null) return undefined;
  const needsLine = (tools: 'all' | 'few'): boolean => {
    head.dataset['tools'] = tools;
    const [names, toolbar] = [head.firstElementChild, head.lastElementChild];
    if (names === null || toolbar === null) return false;
    return toolbar.getBoundingClientRect().top >= names.getBoundingClientRect().bottom;
  };
  const fit = (): void => {
    head.dataset['tools'] = toolsShown(needsLine);
  };
  const sizes = new ResizeObserver(fit);
  // Not the head itself, whose height changes with what is shown.
  sizes.observe(head.parentElement ?? head);
  // A file more, a longer name, a diagram instead of a table; the tab in view is wider than the others.
  const parts = new MutationObserver(fit);
  parts.observe(head, {
    childList: true,
    characterData: true,
    attributeFilter: ['aria-selected'],
    subtree: true,
  });
  fit();
  return () => {
    sizes.disconnect();
    parts.disconnect();
  };
}
