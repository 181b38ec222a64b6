/**
 * A place of the window, as the left rail lists it. The shell lays its parts out: the centre fills the middle, the right
 * panel shows the selected thing, the bottom panel has one tab per entry. Parts share state through a store of their
 * feature, never through the shell.
 *
 * To add a place: write its folder, and add one entry to `window/places.ts`.
 */
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';

export interface BottomTab {
  readonly id: string;
  readonly title: string;
  readonly Component: ComponentType;
  /** Shown beside the title, such as how many problems there are; a hook, called on every rendering. */
  readonly useCount?: () => number;
  /** What the count says, where the title does not say what is counted. */
  readonly countWords?: (count: number) => string;
}

export interface Place {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Stays mounted once it was visited, hidden while another place is shown. */
  readonly Centre: ComponentType;
  readonly Right?: ComponentType;
  /** Mounted from the first moment, whatever place is shown: dialogs that belong to no place, and nothing else. */
  readonly Always?: ComponentType;
  readonly bottom?: readonly BottomTab[];
  /**
   * `tall`: what lies there is read as much as the centre, and begins with more of the window; `beside`: together with a
   * diagram, which would be too small to read if the panel did not give way in a low window.
   */
  readonly bottomSize?: 'tall' | 'beside';
  /** What the title bar says about what is open here: a file's name, a job's. A hook. */
  readonly useTitle?: () => { readonly text: string; readonly unsaved: boolean } | null;
}
