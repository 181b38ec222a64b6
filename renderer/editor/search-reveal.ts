/**
 * What the search finds is brought into view as everything else is, with as little cut as can be: below the results while
 * they are there; what is chosen then from where the view was, so that nothing moves where it was in view all along.
 */
import {
  ownerOf,
  type Box,
  type Canvas,
  type DiagramElement,
  type DiagramHost,
  type EventBus,
} from './diagram-services.ts';

interface SearchPad {
  _preselect(result: HTMLElement): void;
  _select(result: HTMLElement): void;
}

/** bpmn-js has no other way than to answer in place of its canvas. */
export function revealFound(host: DiagramHost, show: (element: string) => void): void {
  const canvas = host.get<Canvas>('canvas');
  const searchPad = host.get<SearchPad>('searchPad');
  const scroll = canvas.scrollToElement.bind(canvas);
  let isFinding = false;
  let before: Box | null = null;
  host.get<EventBus>('eventBus').on('searchPad.opened', () => {
    const { x, y, width, height } = canvas.viewbox();
    before = { x, y, width, height };
  });
  canvas.scrollToElement = (element: DiagramElement | string, padding) => {
    if (!isFinding || typeof element === 'string') {
      scroll(element, padding);
      return;
    }
    isFinding = false;
    show(ownerOf(element).id);
  };
  for (const step of ['_preselect', '_select'] as const) {
    const usual = searchPad[step].bind(searchPad);
    searchPad[step] = (result) => {
      isFinding = true;
      if (step === '_select' && before !== null) canvas.viewbox(before);
      try {
        usual(result);
      } finally {
        isFinding = false;
      }
    };
  }
  chooseByMovesAlone(canvas.getContainer(), (result) => searchPad._preselect(result));
}

/** Results that appear under a pointer which rests there are not pointed at until it moves: the first of them stays the chosen one. */
function chooseByMovesAlone(container: HTMLElement, choose: (result: HTMLElement) => void): void {
  let rests: { readonly x: number; readonly y: number } | null = null;
  let passedOver: HTMLElement | null = null;
  const resultAt = ({ target }: Event): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>('.djs-search-result') : null;
  const isResting = ({ clientX, clientY }: MouseEvent): boolean => rests?.x === clientX && rests.y === clientY;
  container.addEventListener(
    'mousemove',
    (event) => {
      if (isResting(event)) return;
      rests = { x: event.clientX, y: event.clientY };
      if (passedOver !== null && resultAt(event) === passedOver) choose(passedOver);
      passedOver = null;
    },
    { capture: true, passive: true },
  );
  container.addEventListener(
    'mouseover',
    (event) => {
      const result = resultAt(event);
      if (result === null || !isResting(event)) return;
      passedOver = result;
      event.stopPropagation();
    },
    { capture: true },
  );
}

/** What an open search lies over, in pixels within the canvas; null: none is open. */
export function searchBox(container: HTMLElement): Box | null {
  const search = container.querySelector('.djs-search-container.open');
  if (search === null) return null;
  const canvas = container.getBoundingClientRect();
  const { x, y, width, height } = search.getBoundingClientRect();
  return { x: x - canvas.x, y: y - canvas.y, width, height };
}
