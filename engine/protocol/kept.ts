/** Files that hosts of windows keep for themselves: read back with care, since anybody may have written them. */
import { z } from 'zod';

/** A draft, in the store's folder. */
export const keptDraft = z.object({
  path: z.string(),
  text: z.string(),
  base: z.string().nullable(),
  savedAt: z.string(),
  /** The window whose edits they are; empty: nobody said. */
  owner: z.string().default(''),
});
export type KeptDraft = z.infer<typeof keptDraft>;

/** Folders that a person opened, latest first, and those that they trust. */
export const keptWorkspaces = z.object({
  recent: z.array(z.string()).default([]),
  trusted: z.array(z.string()).default([]),
});
export type KeptWorkspaces = z.infer<typeof keptWorkspaces>;
