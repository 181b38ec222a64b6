/** How the window is built: for `out/renderer` by `bundle.ts`, and for a development server by `npx vite --config build/vite.config.ts`. */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

/** Folder of the page; everything else is reached by imports. */
export const windowRoot = (root: string): string => join(root, 'renderer', 'window');

export function windowConfig(root: string): InlineConfig {
  return {
    root: windowRoot(root),
    // Relative: the same files are served by the service at / and by Electron under app://.
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      target: 'chrome130',
      sourcemap: false,
      // Nothing is inlined as data: or blob:, so that the content security policy can forbid them for scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4_000,
    },
  };
}
