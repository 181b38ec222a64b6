/**
 * What the menus of the canvas offer and how they call it: bpmn-js keeps some of what the engine runs for those who
 * search for it by name, and writes one word otherwise than the rest of the window.
 */

interface Entry {
  readonly label?: string;
  readonly search?: string | undefined;
  readonly rank?: number | undefined;
}

type Entries = Readonly<Record<string, Entry>>;

interface PopupMenu {
  registerProvider(menu: string, priority: number, provider: MenuEntries): void;
}

/** Behind bpmn-js's own providers, whose entries it gets. */
const late = 500;
/** Offered without a search, too. */
const offered = /-(?:(?:send|receive|manual)-task|(?:inclusive|complex)-gateway)$/;

/** Nothing can be followed by it: no sequence flow may go to one. */
const neverFollows = 'append-event-subprocess';

/**
 * As bpmn-js's menus have them, with those offered that are run, found by the standard's spelling, too, and without what
 * cannot be appended.
 */
export function menuEntries(entries: Entries): Entries {
  return Object.fromEntries(
    Object.entries(entries)
      .filter(([id]) => id !== neverFollows)
      .map(([id, { rank, search, ...entry }]) => {
        const spelled = /subprocess/i.test(entry.label ?? '') ? [search, 'sub-process'] : [search];
        return [
          id,
          {
            ...entry,
            search: spelled.filter((each) => each !== undefined).join(' '),
            rank: offered.test(id) ? 0 : rank,
          },
        ] as const;
      }),
  );
}

/** In place of bpmn-js's own: its text with what belongs into it, and "subprocess" as the window writes it everywhere. */
export function canvasText(template: string, replacements: Readonly<Record<string, string>> = {}): string {
  return template
    .replaceAll('Sub-process', 'Subprocess')
    .replaceAll('sub-process', 'subprocess')
    .replaceAll(/{([^}]+)}/g, (whole, key: string) => replacements[key] || whole);
}

class MenuEntries {
  static readonly $inject = ['popupMenu'];

  constructor(popupMenu: PopupMenu) {
    for (const menu of ['bpmn-append', 'bpmn-create', 'bpmn-replace']) popupMenu.registerProvider(menu, late, this);
  }

  /** What bpmn-js's menus ask for. */
  getPopupMenuEntries(): typeof menuEntries {
    return menuEntries;
  }
}

export const menuWords = {
  __init__: ['cairnMenuEntries'],
  cairnMenuEntries: ['type', MenuEntries],
  translate: ['value', canvasText],
};
