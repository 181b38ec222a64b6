/** The ledger has a row for every effect that any engine began, and every message that was sent went out once. */
import type { CrashRun } from '../crash-run.ts';
import { jobOf } from '../tale.ts';

export function ledgerComplete({ recordings, tale, deaths }: CrashRun): string[] {
  const ended = new Set(
    recordings
      .flat()
      .flatMap((line) =>
        line.e === 'work-ended' && line.outcome !== 'failed' ? [`${line.job} ${line.instance} ${line.attempt}`] : [],
      ),
  );
  const effects = recordings.flat().flatMap((line) => {
    if (line.e !== 'work-began' || !line.effect) return [];
    const row = jobOf(tale, line.job)?.ledger.find(
      (it) => it.instance === line.instance && it.attempt === line.attempt,
    );
    const happened = ended.has(`${line.job} ${line.instance} ${line.attempt}`);
    const what = `attempt ${line.attempt} of ${line.instance}`;
    if (row === undefined) return [`${what} is not in the ledger`];
    if (row.idempotencyKey !== line.key) return [`${what} has another key in the ledger`];
    if (row.state !== (happened ? 'happened' : deaths.length > 0 ? 'maybe' : row.state))
      return [`${what} is ${row.state} in the ledger`];
    return [];
  });
  const sent = tale.jobs.flatMap(({ ledger }) => ledger.filter(({ kind }) => kind === 'message'));
  const messages = sent.flatMap(({ idempotencyKey, target }) =>
    tale.messages.some(({ id }) => id === idempotencyKey) ? [] : [`message ${target} was sent, and did not arrive`],
  );
  const twice = sent.length - new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size;
  return [...effects, ...messages, ...(twice === 0 ? [] : [`${twice} messages are twice in the ledger`])];
}
