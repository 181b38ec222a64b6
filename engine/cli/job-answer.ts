/** The answer of acts on a job: how it stands now. */
import { faultsOf } from '../application/faults.ts';
import type { ResultDocument } from '../protocol/views.ts';
import type { Call, ExitCode } from './command.ts';
import { resultLines } from './result-text.ts';

/** Bad when the job failed or has incidents. */
export function answerJob(call: Call, document: ResultDocument): ExitCode {
  call.answer(document, () => resultLines(call, document));
  return faultsOf(document).length === 0 ? 0 : 1;
}
