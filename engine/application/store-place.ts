/** Where a store keeps its file, and how it is opened for acts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../store/sqlite-store.ts';
import { HistoryMissing, StoreUnusable, type Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { BadRequest } from './failure.ts';

/** Whether somebody ever made a store there. */
export function storeExists(storeDir: string): boolean {
  return existsSync(join(storeDir, 'store.sqlite'));
}

/** @throws StoreUnusable */
export function mustExist(storeDir: string): void {
  if (storeExists(storeDir)) return;
  throw new StoreUnusable(`there is no store in ${storeDir}; run or deploy a process first, or name it with --store`);
}

/** Opens the store for an act, and closes it afterwards. `create`: makes one where there is none. */
export async function withStore<T>(
  context: Context,
  place: 'existing' | 'create',
  use: (store: Store) => T | Promise<T>,
): Promise<T> {
  if (place === 'existing') mustExist(context.storeDir);
  const store = openStore(context.storeDir, { durability: context.workspace.settings.durability });
  try {
    return await use(store);
  } catch (error) {
    throw error instanceof HistoryMissing ? new BadRequest(error.message) : error;
  } finally {
    store.close();
  }
}
