/** One function for every expression that a decision waits for: FEEL, `${…}`, XPath, JavaScript and plain text. */
import type { Evaluate, Evaluation, Moment } from '../core/evaluation.ts';
import type { Value, Variables } from '../core/value.ts';
import { evaluateFeel, evaluateFeelTest, parsesFeel, parsesFeelTest } from './feel.ts';
import { unknownFunctions } from './feel-unknown.ts';
import { InstantSandbox } from './instant-sandbox.ts';
import { usedElsewhere } from './javascript-elsewhere.ts';
import { evaluateJuel, foreignCallIn, parsesJuel } from './juel.ts';
import { quote } from './quote.ts';
import type { SandboxLimits } from './sandbox-request.ts';
import { evaluateXPath, parsesXPath } from './xpath/xpath.ts';

/** An expression of the graph. */
type Expression = Parameters<Evaluate>[0];

/** The usual limits of scripts. */
const USUAL: SandboxLimits = { timeoutMs: 1000, memoryMb: 32 };

/** Evaluates an expression of any language; JavaScript within limits, in a sandbox of its own. Never throws. */
export function evaluatorWithin(limits: SandboxLimits): Evaluate {
  let sandbox: InstantSandbox | null = null;
  return (expression, context, moment) => {
    switch (expression.language) {
      case 'feel':
        return evaluateFeel(expression.text, context, moment);
      case 'juel':
        return evaluateJuel(expression.text, context);
      case 'xpath':
        return evaluateXPath(expression, context);
      case 'literal':
        return { ok: true, value: expression.text };
      case 'variable':
        return { ok: true, value: Object.hasOwn(context, expression.text) ? (context[expression.text] ?? null) : null };
      case 'javascript': {
        sandbox ??= new InstantSandbox(limits);
        const answer = sandbox.evaluate(expression.text, context, moment);
        return answer.ok ? { ...answer, loose: true } : answer;
      }
    }
  };
}

/** The same within the usual limits. */
export const evaluate: Evaluate = evaluatorWithin(USUAL);

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
    case 'xpath':
      return parsesXPath(expression);
    default:
      return null;
  }
}

/** What of an expression is another engine's code, so that evaluating it fails, in words; null: nothing is. */
export function callsElsewhere(expression: Expression): string | null {
  if (expression.language === 'javascript') return scriptUsesElsewhere(expression.text);
  const call = expression.language === 'juel' ? foreignCallIn(expression.text) : null;
  return call === null ? null : `${call} in ${quote(expression.text)} is another engine's code, which is not here`;
}

/** The same of a script in JavaScript. */
export function scriptUsesElsewhere(script: string): string | null {
  const used = usedElsewhere(script);
  return used.length === 0 ? null : `${used.join(', ')} is another engine's code, which is not here`;
}

/**
 * Which functions FEEL calls and nobody has, in words each; none of expressions in other languages.
 * @param known Other names that may be functions.
 */
export function functionsMissing(expression: Expression, known?: ReadonlySet<string>): readonly string[] {
  return expression.language === 'feel' ? missingIn(expression.text, unknownFunctions(expression.text, known)) : [];
}

/** The same of a unary test of a decision table. */
export function functionsMissingInTest(text: string, known: ReadonlySet<string>): readonly string[] {
  return missingIn(text, unknownFunctions(text, known, 'test'));
}

function missingIn(text: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `there is no function ${name}, which ${quote(text)} calls`);
}

/** As {@link parses}, for a unary test of a decision table. */
export function parsesUnaryTest(text: string): string | null {
  return parsesFeelTest(text);
}
