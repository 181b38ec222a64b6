/**
 * What a picture would show amiss of a diagram: nothing on it, elements that are cut, signs and menus that lie over
 * something, and text that can hardly be read on its own element. What a person has moved with the wheel is cut as that
 * person likes; and where no place of the view nearby would spare it, because a diagram is larger than its canvas, a cut
 * is none either.
 */
import type { BrowserContext, Page } from 'playwright';

/** Remembers where a person left each diagram. To be called before a page of the context is opened. */
export async function watchHands(context: BrowserContext): Promise<void> {
  await context.addInitScript(rememberWheel);
}

/** Each fault of the diagrams on the screen now; empty: none. */
export async function diagramFaults(page: Page): Promise<string[]> {
  return page.evaluate(findFaults);
}

/** Runs in the page: stands alone. */
function rememberWheel(): void {
  window.addEventListener(
    'wheel',
    ({ target }) => {
      const canvas = target instanceof Element ? target.closest<HTMLElement>('.djs-container') : null;
      if (canvas === null) return;
      // The view has followed by then.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          canvas.dataset['leftByHand'] = canvas.querySelector('g.viewport')?.getAttribute('transform') ?? '';
        }),
      );
    },
    { capture: true, passive: true },
  );
}

/** Runs in the page: stands alone. */
function findFaults(): string[] {
  interface Area {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  interface Drawn {
    readonly what: string;
    readonly area: Area;
    readonly element: Element;
    /** Texts of it. */
    readonly names: readonly Area[];
  }
  /** Strokes and roundings. */
  const slack = 1.5;
  /** Steps in which other places of a view are tried, and how far from where it is. */
  const stepPx = 8;
  const nearbyPx = 160;
  /** What is whole at another place has a little air around it, and what is beyond the edge is clear of it. */
  const airPx = 8;
  const leastContrast = 4.5;
  const leastLineContrast = 3;
  /** So far from the edges a logo or a map stands. */
  const edgePx = 20;
  /** A pad that is so much nearer to another element is taken for that one's. */
  const leastNearer = 0.75;
  const found = new Set<string>();

  const areaOf = (element: Element): Area => element.getBoundingClientRect();
  const widthOf = ({ left, right }: Area): number => Math.max(0, right - left);
  const heightOf = ({ top, bottom }: Area): number => Math.max(0, bottom - top);
  const shared = (one: Area, other: Area): Area => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const meet = (one: Area, other: Area, by = slack): boolean => {
    const part = shared(one, other);
    return part.right - part.left > by && part.bottom - part.top > by;
  };
  const isWithin = (part: Area, whole: Area): boolean =>
    part.left >= whole.left - slack &&
    part.top >= whole.top - slack &&
    part.right <= whole.right + slack &&
    part.bottom <= whole.bottom + slack;
  const moved = ({ left, top, right, bottom }: Area, x: number, y: number): Area => ({
    left: left + x,
    top: top + y,
    right: right + x,
    bottom: bottom + y,
  });
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = (within: Element, selector: string): Element[] => [...within.querySelectorAll(selector)].filter(isShown);

  for (const canvas of all(document.body, '.djs-container')) {
    if (canvas.clientWidth > 0) look(canvas as HTMLElement);
  }
  return [...found];

  function look(canvas: HTMLElement): void {
    const room = { ...edgesOf(areaOf(canvas)) };
    for (const track of all(canvas, '.view-track')) {
      if (track.classList.contains('view-track-x')) room.bottom = Math.min(room.bottom, areaOf(track).top);
      else room.right = Math.min(room.right, areaOf(track).left);
    }
    const palette = all(canvas, '.djs-palette')[0] ?? null;
    const elements = drawnOn(canvas);
    if (elements.length === 0) found.add('a diagram without anything on it');
    const single = elements.filter((each) => !elements.some((other) => holds(each, other)));
    const signs = all(canvas, '.cairn-flag, .cairn-pill, .cairn-token-sign, .cairn-edge-sign')
      .map((element): Drawn => {
        const owner = element.closest('.djs-element')?.getAttribute('data-element-id') ?? '';
        const kind = element.getAttribute('class')?.split(' ').at(-1) ?? '';
        return { what: `${kind} of ${owner}`, area: areaOf(element), element, names: [] };
      })
      .filter(({ area }) => widthOf(area) > 0);
    // A pool without a process, nearly as wide as its canvas, is seldom seen whole.
    const parts = single.filter(({ area }) => widthOf(area) < widthOf(room) * 0.6);
    cuts(canvas, room, palette, parts, signs);
    overTools(canvas, room, palette, single, signs);
    overlaps(room, single, signs);
    pads(canvas, room, palette, single);
    menus(canvas);
    for (const { element, what } of elements) contrasts(element, what, canvas);
  }

  function edgesOf({ left, top, right, bottom }: Area): { left: number; top: number; right: number; bottom: number } {
    return { left, top, right, bottom };
  }

  /** Shapes and names beside them, on the plane in view. */
  function drawnOn(canvas: Element): Drawn[] {
    return all(canvas, '.djs-element.djs-shape, .djs-element.djs-label').flatMap((element): Drawn[] => {
      const visual = element.querySelector(':scope > .djs-visual');
      const shape = visual?.firstElementChild ?? null;
      if (visual === null || shape === null) return [];
      const names = all(visual, 'text').map(areaOf);
      const area = names.length > 0 && shape.localName === 'text' ? joined(names) : areaOf(shape);
      if (widthOf(area) === 0 || heightOf(area) === 0) return [];
      return [{ what: nameOf(element), area, element, names }];
    });
  }

  function grown({ left, top, right, bottom }: Area, by: number): Area {
    return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
  }

  function joined(areas: readonly Area[]): Area {
    return {
      left: Math.min(...areas.map(({ left }) => left)),
      top: Math.min(...areas.map(({ top }) => top)),
      right: Math.max(...areas.map(({ right }) => right)),
      bottom: Math.max(...areas.map(({ bottom }) => bottom)),
    };
  }

  function nameOf(element: Element): string {
    const text = [...element.querySelectorAll(':scope > .djs-visual tspan')].map((each) => each.textContent).join(' ');
    const id = element.getAttribute('data-element-id') ?? '';
    return text.trim() === '' ? id : `“${text.trim()}”`;
  }

  /** A pool, a lane, an open subprocess: it is as large as what lies in it. */
  function holds(one: Drawn, other: Drawn): boolean {
    return (
      one !== other && widthOf(one.area) > widthOf(other.area) && isWithin(other.area, one.area) && !isLabel(other)
    );
  }

  function isLabel({ element }: Drawn): boolean {
    return element.getAttribute('data-element-id')?.endsWith('_label') === true;
  }

  function ownerOf(element: Element): string {
    return (
      element
        .closest('.djs-element')
        ?.getAttribute('data-element-id')
        ?.replace(/_label$/, '') ?? ''
    );
  }

  /** Under the palette is beyond the edge; where it ends above them, elements may stand below it. */
  function seenOf(area: Area, room: Area, palette: Area | null): Area {
    if (palette === null || area.top >= palette.bottom || area.bottom <= palette.top) return room;
    return { ...room, left: Math.max(room.left, palette.right) };
  }

  function cutsAt(x: number, y: number, room: Area, palette: Area | null, drawn: readonly Drawn[]): Drawn[] {
    return drawn.filter(({ area }) => {
      const at = moved(area, x, y);
      const seen = seenOf(at, room, palette);
      return meet(at, seen) && !isWithin(at, seen);
    });
  }

  function cuts(
    canvas: HTMLElement,
    room: Area,
    palette: Element | null,
    single: readonly Drawn[],
    signs: readonly Drawn[],
  ): void {
    const view = canvas.querySelector('g.viewport')?.getAttribute('transform') ?? '';
    if (canvas.dataset['leftByHand'] === view) return;
    const over = palette === null ? null : areaOf(palette);
    const drawn = [...single, ...signs];
    const cut = cutsAt(0, 0, room, over, drawn);
    if (cut.length === 0) return;
    // What is looked at stays in view, and so does the beginning of a diagram.
    const first = Math.min(...single.map(({ area }) => area.left));
    const kept = single.filter(
      ({ element, area }) =>
        (element.matches('.selected, .cairn-token, .cairn-current, .cairn-lost, .cairn-twice') ||
          area.left === first) &&
        isWithin(area, seenOf(area, room, over)),
    );
    const airy = drawn.map((each) => ({ ...each, area: grown(each.area, airPx) }));
    for (let x = -nearbyPx; x <= nearbyPx; x += stepPx) {
      for (let y = -nearbyPx; y <= nearbyPx; y += stepPx) {
        const keeps = kept.every(({ area }) => {
          const at = moved(area, x, y);
          return isWithin(at, seenOf(at, room, over));
        });
        if (!keeps || cutsAt(x, y, room, over, airy).length > 0) continue;
        for (const each of cut) found.add(`${each.what} is cut by an edge of its canvas`);
        return;
      }
    }
  }

  /** The logo stands in a corner that is free, and the map where it hides nothing, as far as there is such a place. */
  function overTools(
    canvas: HTMLElement,
    room: Area,
    palette: Element | null,
    single: readonly Drawn[],
    signs: readonly Drawn[],
  ): void {
    for (const tool of all(canvas.parentElement ?? canvas, '.bjs-powered-by, .djs-minimap.open')) {
      const area = areaOf(tool);
      const covered = [...single, ...signs].filter((each) => meet(each.area, area) && meet(each.area, room));
      const selected = covered.filter(({ element }) => element.closest('.selected') !== null);
      const left = Math.max(room.left + edgePx, palette === null ? 0 : areaOf(palette).right);
      const corners = [left, room.right - edgePx - widthOf(area)].flatMap((x) =>
        [room.top + edgePx, room.bottom - edgePx - heightOf(area)].map((y) => moved(area, x - area.left, y - area.top)),
      );
      const isFree = corners.some((corner) => [...single, ...signs].every((each) => !meet(each.area, corner)));
      for (const menu of all(canvas, '.djs-popup')) {
        const isLogo = tool.classList.contains('bjs-powered-by');
        if (isLogo && meet(areaOf(menu), area)) found.add('a menu lies over the logo');
      }
      for (const each of isFree ? covered : selected)
        found.add(`${each.what} lies under the ${tool.classList.contains('djs-minimap') ? 'map' : 'logo'}`);
    }
  }

  function overlaps(room: Area, single: readonly Drawn[], signs: readonly Drawn[]): void {
    const seen = signs.filter(({ area }) => meet(area, room));
    for (const [index, sign] of seen.entries()) {
      for (const other of seen.slice(index + 1))
        if (meet(sign.area, other.area)) found.add(`${sign.what} and ${other.what} overlap`);
      for (const each of single) {
        if (each.names.some((name) => meet(name, sign.area, 0)))
          found.add(`${sign.what} lies over the text ${each.what}`);
        if (isLabel(each) || ownerOf(each.element) === ownerOf(sign.element)) continue;
        const owner = single.find(
          ({ element }) =>
            ownerOf(element) === ownerOf(sign.element) && element === sign.element.closest('.djs-element'),
        );
        // What is attached stands on its element, and so do its signs.
        if (owner !== undefined && meet(owner.area, each.area)) continue;
        if (meet(sign.area, each.area)) found.add(`${sign.what} lies over ${each.what}`);
      }
    }
  }

  function pads(canvas: HTMLElement, room: Area, palette: Element | null, single: readonly Drawn[]): void {
    for (const pad of all(canvas, '.djs-context-pad.open')) {
      const area = areaOf(pad);
      if (!isWithin(area, room)) found.add('the context pad is cut by an edge of its canvas');
      if (palette !== null && meet(areaOf(palette), area)) found.add('the context pad lies over the palette');
      const selected = single.filter(({ element }) => element.classList.contains('selected'));
      // Where all around is taken it covers something, as long as nobody takes it for the pad of another element.
      if (selected.some((each) => isAlong(area, each.area))) continue;
      for (const each of single) if (meet(filledBy(each), area)) found.add(`the context pad lies over ${each.what}`);
      const ids = selected.map(({ element }) => ownerOf(element));
      const own = single.filter((each) => ids.includes(ownerOf(each.element)));
      const away = Math.min(...own.map((each) => distance(area, each.area)));
      const others = single.filter(
        (each) => !isLabel(each) && !own.some((one) => one === each || meet(one.area, each.area)),
      );
      for (const each of away === Infinity ? [] : others)
        if (distance(area, each.area) < away * leastNearer) found.add(`the context pad stands beside ${each.what}`);
    }
  }

  /** Whether it stands along a side, not only off a corner. */
  function isAlong(pad: Area, area: Area): boolean {
    const part = shared(pad, area);
    return (
      part.right - part.left > Math.min(widthOf(pad), widthOf(area)) / 2 ||
      part.bottom - part.top > Math.min(heightOf(pad), heightOf(area)) / 2
    );
  }

  /** From the middle of a pad. */
  function distance(pad: Area, { left, top, right, bottom }: Area): number {
    const [x, y] = [(pad.left + pad.right) / 2, (pad.top + pad.bottom) / 2];
    return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
  }

  /** The corners of a gateway are empty. */
  function filledBy({ element, area }: Drawn): Area {
    const corners = element.querySelector(':scope > .djs-visual > polygon')?.getAttribute('points')?.split(' ');
    if (corners?.length !== 4) return area;
    const [wide, high] = [widthOf(area) / 4, heightOf(area) / 4];
    return { left: area.left + wide, top: area.top + high, right: area.right - wide, bottom: area.bottom - high };
  }

  function menus(canvas: HTMLElement): void {
    const room = areaOf(canvas);
    for (const menu of all(document.body, '.djs-popup, .djs-search-container')) {
      if (!canvas.contains(menu) && menu.closest('.djs-container') !== null) continue;
      const area = areaOf(menu);
      const name = menu.classList.contains('djs-popup') ? 'a menu' : 'the search';
      if (widthOf(area) <= widthOf(room) && heightOf(area) <= heightOf(room) && !isWithin(area, room))
        found.add(`${name} leaves its canvas`);
      if (area.right > window.innerWidth || area.bottom > window.innerHeight || area.left < 0 || area.top < 0)
        found.add(`${name} leaves the window`);
    }
  }

  interface Colour {
    readonly red: number;
    readonly green: number;
    readonly blue: number;
    readonly alpha: number;
  }

  /** Of names on their elements, of words on their signs, and of a border on the canvas. */
  function contrasts(element: Element, what: string, canvas: Element): void {
    const visual = element.querySelector(':scope > .djs-visual');
    const border = visual?.firstElementChild ?? null;
    const stroke = border === null ? 'none' : getComputedStyle(border).stroke;
    if (stroke.startsWith('rgb(')) {
      const paper = paperOf(canvas);
      const contrast = contrastOf(colourOf(stroke), paper);
      if (contrast < leastLineContrast)
        found.add(`the border of ${what} has a contrast of ${contrast.toFixed(1)} on the canvas`);
    }
    const pairs = [...(visual === null ? [] : [visual]), ...all(element, ':scope > .cairn-signs > g')];
    for (const pair of pairs) {
      const back = backOf(pair, canvas);
      for (const text of all(pair, 'text')) {
        const inner = text.querySelector('tspan') ?? text;
        const contrast = contrastOf(over(colourOf(getComputedStyle(inner).fill), back), back);
        if (contrast < leastContrast)
          found.add(`the text of ${what} has a contrast of ${contrast.toFixed(1)} on its ground`);
      }
    }
  }

  /** The first ground below it that is none to look through. */
  function paperOf(canvas: Element): Colour {
    for (let each: Element | null = canvas; each !== null; each = each.parentElement) {
      const colour = colourOf(getComputedStyle(each).backgroundColor);
      if (colour.alpha === 1) return colour;
    }
    return colourOf('rgb(255, 255, 255)');
  }

  /** Colours below one another, from the paper up. */
  function backOf(group: Element, canvas: Element): Colour {
    const paper = paperOf(canvas);
    const shape = group.firstElementChild;
    if (shape === null || shape.localName === 'text') return paper;
    const style = getComputedStyle(shape);
    const fill = colourOf(style.fill);
    return over({ ...fill, alpha: fill.alpha * Number(style.fillOpacity) }, paper);
  }

  function colourOf(text: string): Colour {
    const [, red, green, blue, alpha = '1'] =
      /^rgba?\((\d+(?:\.\d+)?), ?(\d+(?:\.\d+)?), ?(\d+(?:\.\d+)?)(?:, ?([\d.]+))?\)$/.exec(text) ?? [];
    if (red === undefined) return { red: 0, green: 0, blue: 0, alpha: 0 };
    return { red: Number(red), green: Number(green), blue: Number(blue), alpha: Number(alpha) };
  }

  function over(upper: Colour, lower: Colour): Colour {
    const mixed = (key: 'red' | 'green' | 'blue'): number => upper[key] * upper.alpha + lower[key] * (1 - upper.alpha);
    return { red: mixed('red'), green: mixed('green'), blue: mixed('blue'), alpha: 1 };
  }

  function contrastOf(one: Colour, other: Colour): number {
    const [low = 0, high = 0] = [lightnessOf(one), lightnessOf(other)].toSorted((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  /** As WCAG reckons it. */
  function lightnessOf({ red, green, blue }: Colour): number {
    const linear = (value: number): number => {
      const part = value / 255;
      return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }
}
