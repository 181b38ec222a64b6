/** A sample ready to run, and how it ends when nobody dies. */
import { crashRun, type CrashRun, type CrashRunOptions } from './crash-run.ts';
import type { Sample } from './sample.ts';
import { StoreFolder } from './store-folder.ts';
import type { Tale } from './tale.ts';
import { violationsOf } from './violations.ts';

export interface Verdict {
  readonly run: CrashRun;
  readonly violations: readonly string[];
}

export class Rehearsal {
  readonly sample: Sample;
  readonly undisturbed: Tale;
  readonly #fresh: StoreFolder;

  private constructor(sample: Sample, fresh: StoreFolder, undisturbed: Tale) {
    this.sample = sample;
    this.#fresh = fresh;
    this.undisturbed = undisturbed;
  }

  static async of(sample: Sample): Promise<Rehearsal> {
    const fresh = await StoreFolder.of(sample);
    const folder = fresh.copy();
    try {
      const run = await crashRun(folder);
      const faults = violationsOf(folder, run, run.tale);
      if (faults.length > 0) throw new Error(`${sample.key}, undisturbed: ${faults.join('; ')}`);
      return new Rehearsal(sample, fresh, run.tale);
    } finally {
      folder.remove();
    }
  }

  /** Runs it again, through kills, and judges. */
  async perform(options: CrashRunOptions): Promise<Verdict> {
    const folder = this.#fresh.copy();
    try {
      const run = await crashRun(folder, options);
      return { run, violations: violationsOf(folder, run, this.undisturbed) };
    } finally {
      folder.remove();
    }
  }

  remove(): void {
    this.#fresh.remove();
  }
}
