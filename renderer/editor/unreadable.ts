/** What is said of a process file that is no diagram: why, and where in its text. */
import type { Analysis } from './analysis.ts';
import { readDiagram } from './checkpoint-points.ts';
import { sorted, type DiagramProblem } from './diagram-problem.ts';
import { nameOf } from './open-files.ts';
import { engineWords } from './problem-words.ts';

/** What the engine's reader says of a text that it cannot read at all. */
const UNREADABLE: ReadonlySet<string> = new Set(['not-xml', 'not-bpmn']);

/**
 * Looks at a text as the engine would. `failure`: why it could not be drawn, told where the reader finds nothing that
 * would explain it; null: nobody has tried.
 */
export async function judgeText(text: string, path: string, failure: string | null): Promise<Analysis> {
  const read = await readDiagram(text, path);
  const problems = read.problems.map(({ severity, element, rule, message: words }): DiagramProblem => {
    const { message: said, cited } = engineWords(words);
    const ofFile = element === null && UNREADABLE.has(rule);
    const line = ofFile ? /^Line (\d+): /.exec(said)?.[1] : undefined;
    const place = line === undefined ? {} : { line: Number(line) };
    const message = ofFile ? inFile(path, said) : said;
    return { severity, element, rule, source: ofFile ? 'text' : 'engine', message, cited, ...place };
  });
  if (failure === null || unreadableIn(problems) !== null) return { read, problems: sorted(problems) };
  const undrawn: DiagramProblem = {
    severity: 'error',
    element: null,
    rule: 'not-drawn',
    source: 'text',
    message: inFile(path, sentence(failure)),
  };
  return { read, problems: sorted([undrawn, ...problems]) };
}

/** Why a file cannot be read at all, and so cannot run; null: it can be read. */
export function unreadableIn(problems: readonly DiagramProblem[] | undefined): string | null {
  return problems?.find(({ severity, rule }) => severity === 'error' && UNREADABLE.has(rule))?.message ?? null;
}

/** `Line 3: …` → `order.bpmn, line 3: …`. */
function inFile(path: string, message: string): string {
  return message.startsWith('Line ') ? `${nameOf(path)}, l${message.slice(1)}` : `${nameOf(path)}: ${message}`;
}

/** As that said it, where the name of the file is beside it anyway. */
export function withoutFile(path: string, message: string): string {
  const name = nameOf(path);
  if (message.startsWith(`${name}, l`)) return `L${message.slice(name.length + 3)}`;
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
}

/** On one line, and with its stop. */
function sentence(reason: string): string {
  const words = reason.replace(/\s+/g, ' ').trim();
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
