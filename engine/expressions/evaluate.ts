/**
 * One function for every expression that is answered at once: FEEL, `${…}` and plain text. JavaScript is not among
 * them: it runs in the sandbox, as work.
 */
import type { Evaluate, Evaluation, Moment } from '../core/evaluation.ts';
import type { Value, Variables } from '../core/value.ts';
import { evaluateFeel, evaluateFeelTest, parsesFeel, parsesFeelTest } from './feel.ts';
import { evaluateJuel, parsesJuel } from './juel.ts';
import { quote } from './quote.ts';

/** An expression of the graph. */
type Expression = Parameters<Evaluate>[0];

/** Evaluates an expression of any language but JavaScript. Never throws. */
export const evaluate: Evaluate = (expression, context, moment) => {
  switch (expression.language) {
    case 'feel':
      return evaluateFeel(expression.text, context, moment);
    case 'juel':
      return evaluateJuel(expression.text, context);
    case 'literal':
      return { ok: true, value: expression.text };
    case 'javascript':
      return {
        ok: false,
        message: `JavaScript ${quote(expression.text)} runs in the sandbox and has no answer at once`,
      };
  }
};

/** Whether `input` passes a unary test of a decision table, like `> 5` or `"a", "b"`; the value is true or false. */
export function evaluateUnaryTest(text: string, input: Value, context: Variables, moment: Moment): Evaluation {
  return evaluateFeelTest(text, input, context, moment);
}

/**
 * Why an expression cannot be read, in one sentence that quotes it; null when it can, as far as that is known without
 * the variables. JavaScript is not looked at.
 */
export function parses(expression: Expression): string | null {
  switch (expression.language) {
    case 'feel':
      return parsesFeel(expression.text);
    case 'juel':
      return parsesJuel(expression.text);
    default:
      return null;
  }
}

/** The same for a unary test of a decision table. */
export function parsesUnaryTest(text: string): string | null {
  return parsesFeelTest(text);
}
