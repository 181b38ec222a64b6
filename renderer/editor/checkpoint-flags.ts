/** Draws the flags of checkpoints on a diagram: solid where a person marked one, hollow where the policy has its own. */
import type { CheckpointFlag } from './checkpoint-points.ts';
import type { Box, DiagramHost, ElementRegistry } from './diagram-services.ts';
import { meets } from './view-box.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Pole and cloth, its foot at the origin. */
const FLAG = 'M0 0V-14M0 -14H9L6.5 -11 9 -8H0';
/** On the side of a diamond that rises below its cloth: that is as clear of it as elsewhere of an edge. */
const TALL_FLAG = 'M0 0V-20M0 -20H9L6.5 -17 9 -14H0';
const FLAG_WIDE = 9;
const FLAG_HIGH = 14;
const TALL_FLAG_HIGH = 20;
/** Behind it, from where its pole leaves the edge that it stands on. */
const HALO = 'M0 -4V-14H9L6.5 -11 9 -8H0';
/** Off the side of a diamond, which rises below the cloth. */
const GATEWAY_HALO = 'M-3 -23H12V-13L2 -3H-3Z';
/** Not towards the circle of an event that the pole leans on. */
const HANGING_HALO = 'M0 0V-6M4 -14H9L6.5 -11 9 -8H4Z';

const WORDS: Readonly<Record<CheckpointFlag['reasons'][number], string>> = {
  'task-before': 'before the task (as marked)',
  'task-after': 'after the task (as marked)',
  start: 'when the job starts',
  end: 'when the job ends',
  fork: 'once all ways out are taken',
  'fork-beside': 'once a further token has started here',
  join: 'as each token arrives',
  'receive-wait': 'when it starts to wait',
  'receive-taken': 'when its message is taken',
  'call-created': 'when the called job is created',
  'call-returned': 'when the called job returns',
  'scope-entered': 'on entering',
  'scope-left': 'on leaving',
  'instance-completed': 'as each instance completes',
  passive: 'whenever the whole job waits',
  'wait-ended': 'when the wait ends',
  incident: 'when an incident is raised',
  'retry-scheduled': 'when a failed try is scheduled again',
  requested: 'on request',
  escalated: 'when an escalation that nothing catches is thrown',
  'data-stored': 'when a data store is written',
};

const listed = new Intl.ListFormat('en', { type: 'conjunction' });

/** In words, for a tooltip and for people who do not see the flag. */
export function flagText({ kind, reasons }: CheckpointFlag): string {
  return `Checkpoint (${kind}): ${reasonsText(reasons)}`;
}

/** When it saves: `when the wait ends`. */
export function reasonsText(reasons: CheckpointFlag['reasons']): string {
  return listed.format(reasons.map((reason) => WORDS[reason]));
}

export class CheckpointFlags {
  readonly #registry: ElementRegistry;
  readonly #drawn = new Map<string, { readonly key: string; readonly graphics: SVGElement }>();

  constructor(host: DiagramHost) {
    this.#registry = host.get<ElementRegistry>('elementRegistry');
  }

  /** Replaces all flags. Elements whose flags stand as before are left alone. */
  set(flags: ReadonlyMap<string, readonly CheckpointFlag[]>): void {
    for (const [id, { graphics }] of this.#drawn) {
      if (flags.has(id) && this.#registry.getGraphics(id) === graphics) continue;
      graphics.querySelector(':scope > .cairn-flags')?.remove();
      this.#drawn.delete(id);
    }
    for (const [id, own] of flags) {
      const element = this.#registry.get(id);
      const graphics = this.#registry.getGraphics(id);
      if (element === undefined || graphics === undefined) continue;
      const key = JSON.stringify([own, flagFoot(element, 'before'), flagFoot(element, 'after')]);
      if (this.#drawn.get(id)?.key === key) continue;
      graphics.querySelector(':scope > .cairn-flags')?.remove();
      graphics.append(flagsGroup(element, own));
      this.#drawn.set(id, { key, graphics });
    }
  }

  /** To be called when another diagram was imported. */
  forget(): void {
    this.#drawn.clear();
  }
}

/** The flags of one element, to be put on it. */
export function flagsGroup(element: Flagged, flags: readonly CheckpointFlag[]): SVGGElement {
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', 'cairn-flags');
  for (const flag of flags) {
    const { x, y } = flagFoot(element, flag.side);
    const mark = pathAt(isTall(element, flag.side) ? TALL_FLAG : FLAG, x, y, `cairn-flag cairn-flag-${flag.kind}`);
    const title = document.createElementNS(SVG, 'title');
    title.textContent = flagText(flag);
    mark.append(title);
    group.append(haloAt(element, flag.side), mark);
  }
  return group;
}

function haloAt(element: Flagged, side: CheckpointFlag['side']): SVGPathElement {
  const { x, y } = flagFoot(element, side);
  if (isSmall(element) && hangs(element, side))
    return pathAt(HANGING_HALO, x, y, 'cairn-flag-halo cairn-flag-halo-hanging');
  return isTall(element, side)
    ? pathAt(GATEWAY_HALO, x, y, 'cairn-flag-halo cairn-flag-halo-gateway')
    : pathAt(HALO, x, y, 'cairn-flag-halo');
}

function pathAt(line: string, x: number, y: number, className: string): SVGPathElement {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', line);
  path.setAttribute('class', className);
  path.setAttribute('transform', `translate(${x}, ${y})`);
  path.setAttribute('stroke-linejoin', 'round');
  return path;
}

/** Flags stand on the upper edge; on a round or pointed shape a little nearer to the middle, right of its token. */
function footInset(small: boolean): number {
  return small ? 10 : 12;
}

/** Events are smaller than gateways: the head of an arrow that comes from above is nearer to their flags. */
const eventWide = 40;
const offArrow = 3;

/** From the edge of a host to the foot of a flag below it: its cloth stands clear of that edge. */
const hangingUnits = 19;
/** From the middle of an event that is attached to nothing: the head of an arrow that comes to it is higher than an edge. */
const loweredUnits = 22;

/** The ring of what is selected, from the edge of its element. */
const ringUnits = 7;

/** What a flag stands on. `host`: what an event is attached to. `labels`: its name, where that stands beside it. */
interface Flagged extends Box {
  readonly host?: Box | null;
  readonly labels?: readonly Box[];
}

/** Where the pole of a flag stands, from the upper left corner of its element. */
export function flagFoot(element: Flagged, side: CheckpointFlag['side']): { readonly x: number; readonly y: number } {
  return isSmall(element) && hangs(element, side) ? loweredFoot(element, side) : upperFoot(element, side);
}

function upperFoot(element: Flagged, side: CheckpointFlag['side']): { readonly x: number; readonly y: number } {
  const { width, height } = element;
  const small = isSmall(element);
  const inset = footInset(small);
  // The head of an arrow that comes from above is in the middle of a gateway.
  const left = small ? inset - 3 : inset;
  const right = width <= eventWide && small ? inset - offArrow : inset;
  // Off the stroke of the side of a diamond, which rises to the right before its middle, and falls after it.
  const y = isTall(element, side) ? height * 0.34 : isDiamond(element) ? height * 0.28 : small ? height * 0.15 : 0;
  return { x: side === 'before' ? left : width - right, y };
}

/** Beside an event, below its middle and what comes and goes there, with the pole on its circle. */
function loweredFoot(
  { width, height, host = null }: Flagged,
  side: CheckpointFlag['side'],
): { readonly x: number; readonly y: number } {
  const below = host === null ? loweredUnits : hangingUnits;
  return { x: side === 'before' ? -ringUnits - FLAG_WIDE : width, y: height / 2 + below };
}

function isSmall({ width, height }: Box): boolean {
  return width <= 60 && height <= 60;
}

/** From its foot to its top. */
export const flagHeight = (element: Box, side: CheckpointFlag['side']): number =>
  isTall(element, side) ? TALL_FLAG_HIGH : FLAG_HIGH;

function isTall(element: Box, side: CheckpointFlag['side']): boolean {
  return isDiamond(element) && side === 'before';
}

function isDiamond(element: Box): boolean {
  return isSmall(element) && element.width > eventWide;
}

/**
 * Whether there is a name where its flag would stand above: on the lower edge of its host that of the host, else its own,
 * as other tools place it.
 */
function hangs(element: Flagged, side: CheckpointFlag['side']): boolean {
  const { x, y, width, height, host = null, labels = [] } = element;
  if (host !== null) return y + height > host.y + host.height && y > host.y;
  if (width > eventWide) return false;
  const covers = (foot: { readonly x: number; readonly y: number }): boolean => {
    const cloth = { x: x + foot.x, y: y + foot.y - FLAG_HIGH, width: FLAG_WIDE, height: FLAG_HIGH };
    return labels.some((each) => meets(each, cloth));
  };
  return covers(upperFoot(element, side)) && !covers(loweredFoot(element, side));
}
