/** The rule of a decision table whose menu is open is marked: the menu covers part of it, and dmn-js marks none. */
import type { DmnViewer } from 'dmn-js/lib/Modeler';

const mark = 'data-menu-open';

/** Follows the menus of one table. */
export function markMenuRule(viewer: DmnViewer, paper: HTMLElement): void {
  const clear = (): void => {
    for (const row of paper.querySelectorAll(`[${mark}]`)) row.removeAttribute(mark);
  };
  viewer.on('contextMenu.open', ({ context }) => {
    clear();
    if (context?.contextMenuType !== 'context-menu' || context.id === undefined) return;
    paper
      .querySelector(`tbody td[data-element-id="${CSS.escape(context.id)}"]`)
      ?.closest('tr')
      ?.setAttribute(mark, '');
  });
  viewer.on('contextMenu.close', clear);
}
