/** bpmn-engine, which saves its state after each task: in the same store engine, each save a synced transaction. */
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { Engine } from 'bpmn-engine';
import Database from 'better-sqlite3';
import { plainTasks } from './diagram.ts';
import { mustBe, secondsOf } from './measurement.ts';

/** Runs jobs of so many tasks one after another; answers saves a second. */
export async function savesPerSecond(folder: string, tasks: number, jobs: number, variables: object): Promise<number> {
  const database = new Database(join(folder, 'peer.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE job (id TEXT PRIMARY KEY, state TEXT NOT NULL)');
  const save = database.prepare('REPLACE INTO job (id, state) VALUES (?, ?)');
  const source = plainTasks(tasks);
  let saves = 0;
  const seconds = await secondsOf(async () => {
    for (let job = 0; job < jobs; job += 1) {
      const engine = new Engine({ name: `job-${job}`, source });
      const listener = new EventEmitter();
      const saved: Promise<void>[] = [];
      listener.on('activity.end', (activity: { id: string }) => {
        if (!activity.id.startsWith('t')) return;
        saved.push(
          engine.getState().then((state) => {
            save.run(`job-${job}`, JSON.stringify(state));
            saves += 1;
          }),
        );
      });
      const ended = engine.waitFor('end');
      await engine.execute({ listener, variables: { ...variables } });
      await ended;
      await Promise.all(saved);
    }
  });
  mustBe('saves of bpmn-engine', saves, jobs * tasks);
  database.close();
  return saves / seconds;
}
