/** A store in a folder of its own, with definitions deployed and requests accepted, and no engine yet. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextOf, engineOptionsOf } from '../../engine/application/context.ts';
import { deployFiles } from '../../engine/application/deployments.ts';
import type { EngineOptions } from '../../engine/protocol/engine-link.ts';
import { engineRequest, type EngineRequestInput } from '../../engine/protocol/requests.ts';
import { openReader } from '../../engine/store/sqlite-reader.ts';
import { openStore } from '../../engine/store/sqlite-store.ts';
import type { RequestRow } from '../../engine/store/rows.ts';
import type { StoreReader } from '../../engine/store/store.ts';
import type { Sample } from './sample.ts';

/** Id of the request that starts a sample. */
export const START = 'start';

export class StoreFolder {
  readonly dir: string;
  readonly #workspace: string;

  constructor(workspace: string, dir = mkdtempSync(join(tmpdir(), 'cairn-crash-'))) {
    this.dir = dir;
    this.#workspace = workspace;
  }

  /** Deployed, and its start accepted. */
  static async of(sample: Sample): Promise<StoreFolder> {
    const folder = new StoreFolder(sample.workspace);
    await folder.deploy(sample.file);
    folder.accept(START, { kind: 'start', definition: sample.key, scenario: sample.scenario });
    return folder;
  }

  async deploy(...files: string[]): Promise<void> {
    await deployFiles(contextOf({ cwd: this.#workspace, storeDir: this.dir }), files);
  }

  /** Durable when it returns; a known id answers the row that is there. */
  accept(id: string, input: EngineRequestInput): RequestRow {
    const request = engineRequest.parse(input);
    const store = openStore(this.dir, { durability: 'process-crash' });
    try {
      return store.accept({
        id,
        kind: request.kind,
        job: 'job' in request ? request.job : null,
        instance: 'instance' in request ? (request.instance ?? null) : null,
        data: JSON.stringify(request),
        acceptedAt: Date.now(),
        answer: null,
      });
    } finally {
      store.close();
    }
  }

  /** The same store, in another folder. Nobody may have it open. */
  copy(): StoreFolder {
    const copy = new StoreFolder(this.#workspace);
    cpSync(this.dir, copy.dir, { recursive: true });
    return copy;
  }

  engineOptions(): EngineOptions {
    return engineOptionsOf(contextOf({ cwd: this.#workspace, storeDir: this.dir }));
  }

  read<Answer>(ask: (reader: StoreReader) => Answer): Answer {
    const reader = openReader(this.dir);
    try {
      return ask(reader);
    } finally {
      reader.close();
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
