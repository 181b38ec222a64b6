/** The menu of the desktop: what belongs to the system. Everything else is in the window's own palette. */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActs {
  readonly openFolder: () => void;
  readonly openSamples: () => void;
  readonly openRecent: (dir: string) => void;
}

/** @param recent folders, latest first */
export function menuTemplate(
  platform: NodeJS.Platform,
  recent: readonly string[],
  acts: MenuActs,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Folder…', accelerator: 'CommandOrControl+Shift+O', click: acts.openFolder },
        {
          label: 'Open Recent',
          enabled: recent.length > 0,
          submenu: recent.map((dir) => ({ label: dir, click: () => acts.openRecent(dir) })),
        },
        { label: 'Open Samples', click: acts.openSamples },
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
