/** Requests of a window: durable first, then an engine is seen to, then its answer is waited for. */
import { engineAnswer, type EngineAnswer } from '../../protocol/requests.ts';
import type { RequestRow } from '../../store/rows.ts';
import { CallFailed } from './call-failed.ts';
import type { Studio } from './studio-parts.ts';

const lookEveryMs = 5;

/**
 * @throws CallFailed when the engine died, or none can be had: a request that was accepted is answered by the next one
 *   all the same.
 */
export async function answerTo(
  studio: Studio,
  row: RequestRow,
  /** Called while it is waited for; what it throws ends the waiting. */
  meanwhile: () => void = () => undefined,
): Promise<EngineAnswer> {
  const { engine, store } = studio;
  engine.ensure();
  store.write((writer) => writer.accept(row));
  engine.nudge();
  for (;;) {
    // First: an engine may have died after it answered.
    const answer = store.ask((reader) => reader.request(row.id)?.answer ?? null);
    if (answer !== null) return engineAnswer.parse(JSON.parse(answer));
    meanwhile();
    switch (engine.state) {
      case 'dead':
        throw new CallFailed(
          'engine-dead',
          'the engine died before it answered; the request is kept, and the next engine answers it',
        );
      case 'refused':
        throw new CallFailed('store-unusable', engine.view().message ?? 'no engine can be started');
      case 'absent':
        // The one that served the store has left.
        engine.ensure();
        break;
      case 'elsewhere':
        engine.look();
        break;
      default:
    }
    await new Promise((resolve) => {
      setTimeout(resolve, lookEveryMs);
    });
  }
}
