/** `cairn decide`: a decision of a DMN file on values at hand, and which rules hit. */
import { valueText } from '../../application/document-text.ts';
import { tryDecisionFile } from '../../application/try-decision.ts';
import type { DecisionView } from '../../protocol/views.ts';
import type { Call, Command } from '../command.ts';
import { section } from '../result-text.ts';
import { givenVariables, varsOption } from '../variables-option.ts';

export const decide: Command = {
  name: 'decide',
  summary: 'Evaluates a decision of a DMN file, and tells which rules hit.',
  takes: ['FILE.dmn', 'DECISION'],
  optional: 1,
  options: { vars: varsOption },
  notes: ['Without DECISION the only one of the file. Exit code 1 when there is no result.'],
  run: async (call) => {
    const { values, context } = call;
    const file = values.argument(0);
    const view = await tryDecisionFile(context, file, values.arguments[1] ?? null, givenVariables(call) ?? {});
    call.answer(view, () => decisionLines(call, view));
    if (view.message !== null) call.terminal.remark(`${file}: ${view.message}`);
    return view.message === null ? 0 : 1;
  },
};

function decisionLines({ terminal }: Call, view: DecisionView): string[] {
  if (view.message !== null) return [];
  return [
    `${view.decision}: ${valueText(view.outputs)}`,
    ...section(
      terminal,
      'Rules that hit',
      view.rulesHit.map(({ decision, rules }) => `  ${decision}: ${rules.length === 0 ? 'none' : rules.join(', ')}`),
    ),
  ];
}
