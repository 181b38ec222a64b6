/** How long the window takes to draw a large diagram, against bpmn-js alone in the same browser. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { importMeasure } from '../../../renderer/editor/import-measure.ts';
import type { Benchmark } from '../benchmark.ts';
import { measure } from '../measurement.ts';
import { BenchStudio, command, windowSize } from './bench-studio.ts';
import { largeDiagram } from './large-diagram.ts';

const ELEMENTS = 1000;
/** An import takes a second, and half of that more where the machine does something else meanwhile. */
const rounds = 11;
const FILE = 'processes/large.bpmn';

declare global {
  interface Window {
    /** Of the page with bpmn-js alone: ms of one import. */
    importAlone: (xml: string) => Promise<number>;
  }
}

/** The script of a page that holds nothing but bpmn-js's modeler, as its own examples use it. */
async function bareScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import Modeler from 'bpmn-js/lib/Modeler';
        window.importAlone = async (xml) => {
          const container = document.createElement('div');
          container.style.height = '100vh';
          document.body.replaceChildren(container);
          const modeler = new Modeler({ container });
          const started = performance.now();
          await modeler.importXML(xml);
          return performance.now() - started;
        };`,
      resolveDir: fileURLToPath(new URL('../../../', import.meta.url)),
    },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
  });
  return outputFiles[0]?.text ?? '';
}

/** One import in a new window, like Cairn's: code that an import before has warmed up would be another comparison. */
async function importAlone(studio: BenchStudio, script: string, xml: string): Promise<number> {
  const page = await (await studio.browser.newContext({ viewport: windowSize })).newPage();
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ content: script });
  const took = await page.evaluate(async (text) => window.importAlone(text), xml);
  await page.context().close();
  return took;
}

/** Opens the file in a new window, and answers what the editor measured of its import. */
async function importInWindow(studio: BenchStudio): Promise<number> {
  const page = await studio.window();
  await command(page, `Open ${FILE}`);
  await page.locator('[data-element-id="t1000"]').first().waitFor({ state: 'attached' });
  // A window opens again what was open: the large one is the one that took longest.
  const all = await page.evaluate(
    (name) => performance.getEntriesByName(name).map(({ duration }) => duration),
    importMeasure,
  );
  await page.context().close();
  if (all.length === 0) throw new Error('the editor measured no import');
  return Math.max(...all);
}

export const windowImport: Benchmark = {
  name: 'window-import',
  title: 'the window: drawing a diagram',
  async run() {
    const xml = largeDiagram('large', ELEMENTS);
    const studio = await BenchStudio.start((dir) => {
      writeFileSync(join(dir, FILE), xml);
    });
    try {
      const script = await bareScript();
      const values = await measure(
        {
          ours: () => importInWindow(studio),
          alone: () => importAlone(studio, script, xml),
        },
        rounds,
      );
      return [
        {
          unit: 'ms',
          ours: { what: "Cairn's editor, with palette, minimap, append menu and marks", values: values.ours },
          baseline: { what: 'bpmn-js modeler alone', values: values.alone },
          conditions: [
            `${rounds} rounds; ${ELEMENTS} tasks, as many flows; ${studio.browser.browserType().name()} ${studio.browser.version()}, headless; a window of its own for each import, of either`,
          ],
        },
      ];
    } finally {
      await studio.close();
    }
  },
};
