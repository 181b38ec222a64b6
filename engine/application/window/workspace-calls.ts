/** The workspace, its files and drafts, and what a person prefers. */
import { join } from 'node:path';
import { decodeValue, encodeValue, setOwn, type Value } from '../../core/value.ts';
import type { PlainValue } from '../../protocol/views.ts';
import { processesOf } from '../held-processes.ts';
import { CallFailed, fileFailure } from './call-failed.ts';
import { usesOf } from './file-uses.ts';
import type { Handlers, Studio } from './studio-parts.ts';

const preferencesFile = 'preferences.json';
const mostPreferenceBytes = 1024 * 1024;

export function workspaceCalls(
  studio: Studio,
): Pick<
  Handlers,
  | 'workspace.show'
  | 'workspace.trust'
  | 'workspace.set'
  | 'preferences.read'
  | 'preferences.write'
  | 'files.list'
  | 'files.processes'
  | 'files.read'
  | 'files.write'
  | 'files.create'
  | 'files.rename'
  | 'files.delete'
  | 'files.uses'
  | 'drafts.list'
  | 'drafts.save'
  | 'drafts.discard'
> {
  const { files, drafts, user } = studio;
  const preferences = (): Record<string, PlainValue> => {
    const kept = user.read(preferencesFile);
    if (typeof kept !== 'object' || kept === null) return {};
    try {
      return { ...(decodeValue(JSON.stringify(kept)) as Record<string, PlainValue>) };
    } catch (error) {
      // As one that is no JSON: nothing in there is worth a failure.
      if (error instanceof SyntaxError) return {};
      throw error;
    }
  };
  return {
    'workspace.show': () => studio.view(),
    'workspace.trust': async ({ trusted }) => {
      await studio.trust(trusted);
      return studio.view();
    },
    'workspace.set': async (changes) => {
      await studio.set(changes);
      return studio.view();
    },
    'preferences.read': () => ({ preferences: preferences() }),
    'preferences.write': ({ changes }) => {
      const next: { [name: string]: Value } = {};
      for (const [name, value] of Object.entries({ ...preferences(), ...changes })) {
        if (value !== null) setOwn(next, name, value);
      }
      const text = encodeValue(next);
      if (text.length > mostPreferenceBytes)
        throw new CallFailed('too-large', 'there are more preferences than are kept');
      try {
        user.write(preferencesFile, JSON.parse(text));
      } catch (error) {
        throw fileFailure(`the preferences in ${user.dir}`, error);
      }
      return { preferences: next as Record<string, PlainValue> };
    },
    'files.list': () => ({ ...files.list(), elsewhere: files.elsewhere() }),
    'files.processes': () => ({
      processes: files
        .list()
        .files.filter(({ kind }) => kind === 'process')
        .flatMap(({ path }) => processesOf(join(files.dir, path)).map(({ id }) => ({ id, file: path }))),
    }),
    'files.read': ({ path }) => files.read(path),
    'files.write': ({ path, text, base, overwrite }) => files.write(path, text, base, overwrite),
    'files.create': ({ path, text }) => files.create(path, text),
    'files.rename': ({ path, to }) => files.rename(path, to),
    'files.delete': ({ path }) => {
      files.delete(path);
      return {};
    },
    'files.uses': ({ path }) => ({ uses: usesOf(files, path) }),
    'drafts.list': () => ({ drafts: drafts.list(studio.windows()) }),
    'drafts.save': (draft) => {
      const isNew = !drafts.has(draft.path, draft.owner);
      const savedAt = drafts.save(draft, studio.now());
      if (isNew) studio.news.tell('drafts-changed', {});
      return { savedAt };
    },
    'drafts.discard': ({ path, owner }) => {
      const isThere = drafts.has(path, owner);
      drafts.discard(path, owner);
      if (isThere) studio.news.tell('drafts-changed', {});
      return {};
    },
  };
}
