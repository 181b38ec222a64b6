/** Going to a decision of a DMN file, or to a cell or a column of its table. */
import type DmnModeler from 'dmn-js/lib/Modeler';
import type { DmnView } from 'dmn-js/lib/Modeler';

/** Shows the view that holds the element; a cell gets the focus. */
export async function revealDecision(modeler: DmnModeler, paper: HTMLElement, element: string): Promise<void> {
  const view = modeler.getViews().find((each) => each.element.id === element || holdsCell(each, element));
  if (view === undefined) return;
  if (modeler.getActiveView()?.element.id !== view.element.id) await modeler.open(view);
  const name = CSS.escape(element);
  const cell = paper.querySelector<HTMLElement>(`td[data-element-id="${name}"], th[data-col-id="${name}"]`);
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  cell?.querySelector<HTMLElement>('[contenteditable]')?.focus();
}

function holdsCell({ element: { decisionLogic } }: DmnView, id: string): boolean {
  const { rule = [], input = [], output = [] } = decisionLogic ?? {};
  const cells = rule.flatMap(({ inputEntry = [], outputEntry = [] }) => [...inputEntry, ...outputEntry]);
  return [...cells, ...input, ...output].some((entry) => entry.id === id);
}
