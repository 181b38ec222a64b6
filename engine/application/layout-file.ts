/** A file with its diagram laid out anew. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { layoutDiagram } from '../model/layout/layout-diagram.ts';
import type { Context } from './context.ts';
import { textOf } from './diagram-file.ts';
import { BadRequest, oneLine } from './failure.ts';

/**
 * @param into Where the result is written.
 * @throws BadRequest when the file cannot be read, or the result not be written.
 */
export async function layoutFile(context: Context, name: string, into: string): Promise<void> {
  const text = textOf(resolve(context.cwd, name), name);
  const layout = await layoutDiagram(text);
  if (!layout.ok) throw new BadRequest(`${name}: ${oneLine(layout.reason)}`);
  try {
    writeFileSync(resolve(context.cwd, into), layout.xml);
  } catch (error) {
    throw new BadRequest(
      `${into}: cannot be written: ${oneLine(error instanceof Error ? error.message : String(error))}`,
    );
  }
}
