/** One browser for all end-to-end tests: found or installed, started once, closed at the end. */
import { chromium } from 'playwright';
import type { TestProject } from 'vitest/node';
import { testBrowser } from '../../../build/browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the browser can be reached. */
    browser: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await chromium.launchServer({
    executablePath: testBrowser(),
    // Containers give a browser little shared memory, and root no sandbox.
    args: ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    chromiumSandbox: process.getuid?.() !== 0,
  });
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
}
