/** Deployed definitions, and deploying what a program sends. */
import { isAbsolute, relative, resolve } from 'node:path';
import type { DeploymentView } from '../protocol/views.ts';
import { browse } from './browse.ts';
import type { Context } from './context.ts';
import { deployDiagrams, deployFiles, withCalledBy } from './deployments.ts';
import { readDiagramText } from './diagram-file.ts';
import { BadRequest } from './failure.ts';
import { instantOf } from './plain.ts';
import { storeExists, withStore } from './store-place.ts';

export interface DeployedDefinition {
  readonly key: string;
  readonly version: number;
  readonly name: string | null;
  readonly file: string;
  readonly deployedAt: string;
}

/** Every version of every definition, by key. */
export function listDefinitions(context: Context): { definitions: DeployedDefinition[] } {
  if (!storeExists(context.storeDir)) return { definitions: [] };
  return browse(context, (reader) => ({
    definitions: reader.definitions().map(({ key, version, name, file, deployedAt }) => ({
      key,
      version,
      name,
      file,
      deployedAt: instantOf(deployedAt),
    })),
  }));
}

/**
 * Deploys a file of the workspace, or a text in its place.
 * @throws BadRequest when it lies outside, or cannot run.
 */
export async function deployInside(context: Context, file: string, xml: string | undefined): Promise<DeploymentView> {
  const inside = relative(context.workspace.dir, resolve(context.workspace.dir, file));
  if (inside.startsWith('..') || isAbsolute(inside)) throw new BadRequest(`${file} does not lie in the workspace`);
  const place = { ...context, cwd: context.workspace.dir };
  if (xml === undefined) return deployFiles(place, [inside]);
  const diagrams = await withCalledBy(place, await readDiagramText(place, inside, xml));
  return withStore(place, 'create', (store) => deployDiagrams(place, store, diagrams));
}
