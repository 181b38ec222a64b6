/** Everything in which a run broke what is promised about crashes, one sentence each. */
import { engineAnswer } from '../../engine/protocol/requests.ts';
import type { CrashRun } from './crash-run.ts';
import { durableFirst } from './promises/durable-first.ts';
import { historyWhole } from './promises/history-whole.ts';
import { ledgerComplete } from './promises/ledger-complete.ts';
import { nothingAgain } from './promises/nothing-again.ts';
import { sameEnd } from './promises/same-end.ts';
import { START, type StoreFolder } from './store-folder.ts';
import type { Tale } from './tale.ts';

/** `undisturbed`: how the same ends when nobody dies. */
export function violationsOf(folder: StoreFolder, run: CrashRun, undisturbed: Tale): string[] {
  return [
    ...(run.rested ? [] : [`did not come to rest: ${JSON.stringify(run.end)}`]),
    ...durableFirst(run),
    ...nothingAgain(run),
    ...sameEnd(run.tale, undisturbed),
    ...ledgerComplete(run),
    ...folder.read((reader) => [
      ...historyWhole(reader, run.tale),
      ...unanswered(reader.request(START)?.answer ?? null),
    ]),
  ];
}

function unanswered(answer: string | null): string[] {
  if (answer === null) return ['the start request has no answer'];
  const read = engineAnswer.parse(JSON.parse(answer));
  return read.ok ? [] : [`the start request was refused: ${read.message}`];
}
