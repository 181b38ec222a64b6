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

/** Of air below the results. */
const airPx = 24;

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
}

/** Pixels from the upper edge of the canvas to where nothing of an open search is any more. */
export function searchFootOf(container: HTMLElement): number {
  const search = container.querySelector('.djs-search-container.open');
  if (search === null) return 0;
  return search.getBoundingClientRect().bottom - container.getBoundingClientRect().top + airPx;
}
