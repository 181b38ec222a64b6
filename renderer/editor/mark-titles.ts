import type { DiagramProblem } from './diagram-problem.ts';

/** Says at each marked cell and column head what is wrong with it, also after dmn-js drew them anew. Returns what stops it. */
export function nameMarks(paper: HTMLElement, problems: readonly DiagramProblem[]): () => void {
  const titles = new Map<string, string>();
  for (const { element, message } of problems) {
    if (element === null) continue;
    const before = titles.get(element);
    titles.set(element, before === undefined ? message : `${before}\n${message}`);
  }
  const named = new Set<HTMLElement>();
  const clear = (): void => {
    for (const cell of named) cell.removeAttribute('title');
    named.clear();
  };
  const name = (): void => {
    clear();
    for (const cell of paper.querySelectorAll<HTMLElement>('td[data-element-id], th[data-col-id]')) {
      const { elementId, colId } = cell.dataset;
      const title = titles.get((cell.tagName === 'TD' ? elementId : colId) ?? '');
      if (title === undefined) continue;
      cell.title = title;
      named.add(cell);
    }
  };
  // A title that is set does not call for another look.
  const observer = new MutationObserver(name);
  observer.observe(paper, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-element-id', 'data-col-id'],
  });
  name();
  return () => {
    observer.disconnect();
    clear();
  };
}
