/** Requests of a window that name a place on the disk. */
import { pathOf } from '../savepoints.ts';
import type { Studio } from './studio-parts.ts';

/** A restore, or the end of a mark, as the engine takes it: by an absolute path, inside the savepoint folder. @throws Refused */
export async function confinedRequest<T extends { readonly kind: string }>(studio: Studio, request: T): Promise<T> {
  if (!('path' in request) || typeof request.path !== 'string') return request;
  return { ...request, path: await pathOf(studio.context(), { path: request.path, confined: true }) };
}
