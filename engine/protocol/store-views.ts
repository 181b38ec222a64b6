/** What is told of the store itself: how large it is, what it holds, whether it is whole. Fields may be added, none changes. */
import { z } from 'zod';

const count = z.number().int().nonnegative();

export const storeView = z.object({
  /** Absolute path of its folder. */
  dir: z.string(),
  /** False: nothing was ever run; everything is 0. */
  exists: z.boolean(),
  /** On the disk, by what it is for. */
  files: z.array(
    z.object({ what: z.enum(['database', 'log', 'recorder', 'savepoints', 'backups']), files: count, bytes: count }),
  ),
  /** Of its tables; null: there is no store. */
  format: count.nullable(),
  /** How many rows there are of what people have a word for. */
  counts: z.array(z.object({ what: z.string(), count })),
});
export type StoreView = z.infer<typeof storeView>;

/** What a check of the whole store found. */
export const storeCheck = z.object({
  /** One sentence each; none: all is well. */
  problems: z.array(z.string()),
  /** Problems beyond these were left out. */
  more: z.boolean(),
  tables: count,
  jobs: count,
  /** Whose checksums were compared. */
  checkpoints: count,
  savepoints: count,
  milliseconds: z.number(),
});
export type StoreCheck = z.infer<typeof storeCheck>;

export const storeBackup = z.object({
  /** Absolute path of the file. */
  path: z.string(),
  bytes: count,
  milliseconds: z.number(),
});
export type StoreBackup = z.infer<typeof storeBackup>;
