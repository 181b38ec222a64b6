/** Savepoints, restores and recovery decisions, for windows. */
import { engineRequest, type EngineRequest } from '../../protocol/requests.ts';
import type { CallInput, CallResult } from '../../protocol/window-calls.ts';
import { savepointsOf } from '../../savepoints/places.ts';
import type { RequestRow } from '../../store/rows.ts';
import { listRecoveries } from '../recoveries.ts';
import { disposeSavepoint, previewRestore, requestId, savepointsIn, verifySavepoint } from '../savepoints.ts';
import { answerTo } from './answers.ts';
import { CallFailed } from './call-failed.ts';
import { found } from './job-calls.ts';
import type { Call, Handlers, Studio } from './studio-parts.ts';

export function savepointCalls(
  studio: Studio,
): Pick<
  Handlers,
  | 'savepoints.list'
  | 'savepoints.create'
  | 'savepoints.preview'
  | 'savepoints.verify'
  | 'savepoints.delete'
  | 'recoveries.list'
> {
  const { store } = studio;
  return {
    'savepoints.list': () =>
      store.exists ? savepointsIn(studio.context()) : { folder: savepointsOf(store.dir), savepoints: [], failures: [] },
    'savepoints.create': (input, call) => create(studio, input, call),
    'savepoints.preview': (input) => {
      if (!store.exists) throw new CallFailed('not-found', 'nothing was run in this workspace yet');
      return previewRestore(studio.context(), { ...input, confined: true });
    },
    'savepoints.verify': ({ path }) => verifySavepoint(studio.context(), path),
    'savepoints.delete': async ({ path }) => {
      await disposeSavepoint(studio.context(), path);
      return {};
    },
    'recoveries.list': () =>
      store.exists
        ? listRecoveries(studio.context())
        : { automatic: studio.context().workspace.settings.recovery.automatic, jobs: [] },
  };
}

async function create(
  studio: Studio,
  input: CallInput<'savepoints.create'>,
  call: Call,
): Promise<CallResult<'savepoints.create'>> {
  const { store } = studio;
  const { triggerId, cancel, graceMs } = input;
  const job = input.job === null ? null : store.mustAsk((reader) => found(reader, input.job ?? '')).id;
  const request = { kind: 'savepoint' as const, job, cancel, graceMs, target: null };
  const row: RequestRow = {
    id: requestId(triggerId),
    kind: 'savepoint',
    job,
    instance: null,
    data: JSON.stringify(engineRequest.parse(request) satisfies EngineRequest),
    acceptedAt: studio.now(),
    answer: null,
  };
  const known = store.ask((reader) => reader.request(row.id));
  if (known !== null && known.data !== row.data)
    throw new CallFailed('exists', `${triggerId} was used for another savepoint before: choose another id`);
  const total = job === null ? running(studio) : 1;
  let done = -1;
  const answer = await answerTo(studio, row, () => {
    // Accepted is accepted: only the waiting ends.
    if (call.signal.aborted) throw new CallFailed('cancelled', 'cancelled');
    const taken = store.ask((reader) => reader.savepoints({ request: row.id }, total + 1).length) ?? 0;
    if (taken !== done) call.progress({ done: taken, total, what: 'savepoints' });
    done = taken;
  });
  if (!answer.ok) throw new CallFailed(answer.code === 'unknown' ? 'not-found' : 'refused', answer.message);
  return answer.taken ?? { savepoints: [], failed: [] };
}

/** About as many savepoints will be taken. */
function running({ store }: Studio): number {
  const counts = store.ask((reader) => reader.counts());
  return (counts?.active ?? 0) + (counts?.passive ?? 0);
}
