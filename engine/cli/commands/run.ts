/** `cairn run`: a process of a file, to its end or until only the outside can move it. */
import { ledgerOf } from '../../application/ledger.ts';
import { runFile, type RunOutcome } from '../../application/run-file.ts';
import { readScenario } from '../../application/scenario.ts';
import { atOption } from '../at-option.ts';
import type { Call, Command } from '../command.ts';
import { crashAtOption, readCrashPoints } from '../crash-point-option.ts';
import { resultLines, section } from '../result-text.ts';
import { timedStartLines } from '../timed-starts.ts';
import { tableLines, type Cell } from '../table.ts';
import { givenVariables, varsOption } from '../variables-option.ts';

export const run: Command = {
  name: 'run',
  summary: 'Runs a process of a BPMN file to its end, or until it waits.',
  takes: ['FILE'],
  options: {
    process: { type: 'string', takes: 'ID', help: 'which process, where the file has several' },
    at: atOption,
    vars: varsOption,
    'ext-id': { type: 'string', takes: 'ID', help: 'name of the job; one that exists is answered, not started again' },
    scenario: {
      type: 'string',
      takes: 'FILE',
      help: 'answers for the outside, on a virtual clock; what it expects is checked',
    },
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
    'crash-at': crashAtOption,
  },
  run: async (call) => {
    const { values, context } = call;
    const file = values.text('scenario');
    const outcome = await runFile(context, {
      file: values.argument(0),
      process: values.text('process'),
      extId: values.text('ext-id'),
      node: values.text('at'),
      variables: givenVariables(call) ?? {},
      scenario: file === undefined ? null : readScenario(file, context.cwd),
      crashPoints: readCrashPoints(values.list('crash-at')),
    });
    const { document, verdict, warnings } = outcome;
    for (const line of timedStartLines(outcome.deployed)) call.terminal.remark(line);
    for (const line of warnings) call.terminal.remark(`warning: ${line}`);
    const said = { ...(verdict === null ? {} : { expect: verdict }), ...(warnings.length === 0 ? {} : { warnings }) };
    call.answer({ ...document, ...said }, () => runLines(call, outcome));
    return outcome.faults.length === 0 ? 0 : 1;
  },
};

function runLines(call: Call, { document, verdict }: RunOutcome): string[] {
  const { terminal } = call;
  const failures = (verdict?.failures ?? []).map((failure) => `  ${terminal.paint('red', failure)}`);
  const met = verdict?.met === true ? ['', terminal.paint('green', 'As the scenario expects.')] : [];
  const unmet = failures.length === 0 ? [] : ['', ...section(terminal, 'Not as the scenario expects', failures)];
  const crashed = call.values.list('crash-at').length > 0;
  return [...resultLines(call, document), ...(crashed ? costLines(call, document) : []), ...met, ...unmet];
}

/** What an armed crash cost: what had to run again, and what the outside has seen more than once. */
function costLines(call: Call, { job, executions }: RunOutcome['document']): string[] {
  const { terminal, context } = call;
  const again = executions.filter(({ attempt }) => attempt > 1);
  const { entries } = ledgerOf(context, { job: job.id, duplicates: true, limit: 100, offset: 0 });
  const twice = new Map(entries.map(({ key, element, target, times }) => [key, { element, target, times }]));
  const rows: (Cell | string)[][] = [
    ...again.map(({ element, attempt }) => [
      { text: 'again', colour: 'yellow' as const },
      element,
      `ran again, attempt ${attempt}: no checkpoint held it`,
    ]),
    ...[...twice.values()].map(({ element, target, times }) => [
      { text: 'twice', colour: 'red' as const },
      element,
      `${target} happened ${times} times, with the same idempotency key`,
    ]),
  ];
  const lines =
    rows.length === 0
      ? ['  nothing ran again: checkpoints held all of it']
      : tableLines(terminal, plainColumns, rows, '  ');
  return ['', ...section(terminal, 'What the crash cost', lines)];
}

const plainColumns = [{ title: '' }, { title: '' }, { title: '' }];
