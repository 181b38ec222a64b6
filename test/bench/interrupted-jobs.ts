/**
 * Starts jobs and dies in the middle of their tasks: `node interrupted-jobs.ts FOLDER JOBS` leaves what a killed engine
 * leaves. Never ends by itself.
 */
import { endlessTask, filler } from './diagram.ts';
import { LocalEngine, openWith } from './local-engine.ts';

/** Characters of the one variable. */
export const KIB = 1024;

if (process.argv[1] === import.meta.filename) {
  const [folder = '', jobs = ''] = process.argv.slice(2);
  // What a kill leaves does not depend on syncs.
  const engine = await LocalEngine.start(folder, openWith(folder, endlessTask(), { durability: 'process-crash' }));
  engine.acceptAll(Number(jobs), { note: filler(KIB, 0) });
  engine.look();
  await engine.until('active', Number(jobs));
  // The work that follows is begun in the same turn: the next one finds all of them in the middle of it.
  setImmediate(() => process.kill(process.pid, 'SIGKILL'));
}
