/** Behind a checkpoint nothing runs again; what runs again keeps instance and key, and its attempt is higher. */
import type { Recording } from '../../../engine/protocol/recording.ts';
import type { CrashRun } from '../crash-run.ts';
import type { Death } from '../death.ts';
import { jobOf, nameOf } from '../tale.ts';

type Began = Extract<Recording, { e: 'work-began' }>;
type Tried = Began | Extract<Recording, { e: 'element-done' }>;

export function nothingAgain(run: CrashRun): string[] {
  return [
    ...run.deaths.flatMap((death, engine) => [
      ...savedRanAgain(run, death, run.recordings.slice(engine + 1).flat()),
      ...lostWithoutTrace(run, death),
    ]),
    ...repeatedAttempts(run),
  ];
}

function isTried(line: Recording): line is Tried {
  return line.e === 'work-began' || line.e === 'element-done';
}

/** What the store recorded as completed when the engine died is not touched by any engine after it. */
function savedRanAgain(run: CrashRun, death: Death, later: readonly Recording[]): string[] {
  const tried = new Map(later.filter(isTried).map((line) => [`${line.job} ${line.instance}`, line]));
  return death.tale.jobs.flatMap(({ row, executions }) => {
    const saved = executions.filter(({ outcome }) => outcome === 'completed');
    const final = jobOf(run.tale, row.id)?.executions ?? [];
    return saved.flatMap(({ instance, attempt }) => {
      const again = tried.get(`${row.id} ${instance}`);
      const highest = Math.max(...final.filter((it) => it.instance === instance).map((it) => it.attempt));
      return [
        ...(again === undefined
          ? []
          : [`${instance} of ${nameOf(run.tale, row.id)} was saved, and ran again (${again.e})`]),
        ...(highest === attempt ? [] : [`${instance} was saved by attempt ${attempt}, and now has attempt ${highest}`]),
      ];
    });
  });
}

/** What was done and not saved is done again: the same instance, and a higher attempt. */
function lostWithoutTrace(run: CrashRun, death: Death): string[] {
  const lost = death.recordings.filter(isTried).filter(({ job, instance, attempt }) => {
    const saved = jobOf(death.tale, job);
    if (saved === undefined) return false; // the job itself was not saved: it will have another id
    // A person, a message or a timer that was waited for is waited for again, by the same try.
    const kept = ['completed', 'waiting'];
    return !saved.executions.some(
      (it) => it.instance === instance && it.attempt >= attempt && kept.includes(it.outcome),
    );
  });
  return lost.flatMap(({ job, instance, attempt }) => {
    const after = jobOf(run.tale, job)?.executions.filter((it) => it.instance === instance) ?? [];
    const highest = Math.max(0, ...after.map((it) => it.attempt));
    return highest > attempt ? [] : [`${instance} was lost with attempt ${attempt}, and its highest is ${highest}`];
  });
}

function repeatedAttempts(run: CrashRun): string[] {
  const last = new Map<string, Began>();
  const faults: string[] = [];
  for (const line of run.recordings.flat()) {
    if (line.e !== 'work-began') continue;
    const before = last.get(`${line.job} ${line.instance}`);
    last.set(`${line.job} ${line.instance}`, line);
    if (before === undefined) continue;
    if (line.attempt <= before.attempt)
      faults.push(`${line.instance}: attempt ${line.attempt} after ${before.attempt}`);
    if (line.key !== before.key) faults.push(`${line.instance}: its idempotency key changed`);
  }
  return faults;
}
