/** A file with its diagram laid out anew. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { layoutDiagram } from '../model/layout/layout-diagram.ts';
import type { Context } from './context.ts';
import { textOf } from './diagram-file.ts';
import { BadRequest, oneLine } from './failure.ts';

/**
 * @param into Where the result is written; null: nowhere, it is answered only.
 * @throws BadRequest when the file cannot be read, or the result not be written.
 */
export async function layoutFile(context: Context, name: string, into: string | null): Promise<string> {
  const layout = await layoutDiagram(textOf(resolve(context.cwd, name), name));
  if (!layout.ok) throw new BadRequest(`${name}: ${oneLine(layout.reason)}`);
  if (into !== null) {
    try {
      writeFileSync(resolve(context.cwd, into), layout.xml);
    } catch (error) {
      throw new BadRequest(
        `${into}: cannot be written: ${oneLine(error instanceof Error ? error.message : String(error))}`,
      );
    }
  }
  return layout.xml;
}
