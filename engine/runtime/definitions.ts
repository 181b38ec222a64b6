/** Graphs of deployed definitions, read once. */
import { readBpmn } from '../model/read-bpmn.ts';
import type { Store } from '../store/store.ts';
import type { Definition } from './running-job.ts';

export class Definitions {
  readonly #store: Store;
  readonly #read = new Map<string, Promise<Definition>>();
  readonly #known = new Map<string, Definition>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Null: there is no such definition. @throws Error when the stored file cannot be read. */
  async find(key: string, version: number | 'latest'): Promise<{ version: number; definition: Definition } | null> {
    const found = version === 'latest' ? this.#store.latestVersion(key) : version;
    if (found === null) return null;
    const known = this.known(key, found);
    if (known === null && this.#store.definition(key, found) === null) return null;
    return { version: found, definition: known ?? (await this.get(key, found)) };
  }

  /** The version that came in the same text as another process's; null: none did. @throws Error as above. */
  async beside(
    other: { readonly key: string; readonly version: number },
    key: string,
  ): Promise<{ version: number; definition: Definition } | null> {
    const xml = this.#store.definition(other.key, other.version)?.xml;
    for (let version = this.#store.latestVersion(key) ?? 0; version > 0; version -= 1) {
      const row = this.#store.definition(key, version);
      if (row !== null && row.xml === xml) return this.find(key, version);
    }
    return null;
  }

  /** Null: it has not been read yet. */
  known(key: string, version: number): Definition | null {
    return this.#known.get(idOf(key, version)) ?? null;
  }

  get(key: string, version: number): Promise<Definition> {
    const id = idOf(key, version);
    let definition = this.#read.get(id);
    if (definition === undefined) {
      definition = this.#load(key, version);
      this.#read.set(id, definition);
    }
    return definition;
  }

  async #load(key: string, version: number): Promise<Definition> {
    const row = this.#store.definition(key, version);
    if (row === null) throw new Error(`definition ${key} version ${version} is not in the store`);
    const { processes, problems } = await readBpmn(row.xml, row.file);
    const graph = processes.find((process) => process.processId === key);
    if (graph === undefined) {
      const problem = problems.find(({ severity }) => severity === 'error');
      throw new Error(`definition ${key} version ${version} cannot run: ${problem?.message ?? 'its process is gone'}`);
    }
    const { resources } = row;
    const definition: Definition = {
      graph,
      resource: (file) => (Object.hasOwn(resources, file) ? (resources[file] ?? null) : null),
    };
    this.#known.set(idOf(key, version), definition);
    return definition;
  }
}

function idOf(key: string, version: number): string {
  return `${version} ${key}`;
}
