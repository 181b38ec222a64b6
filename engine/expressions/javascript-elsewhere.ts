/** What a script uses that only another engine has, told before it runs. It is read by its words, so that nothing is certain. */
import { BPMN_ERRORS, javaRootsIn } from './java-names.ts';

/** What `execution` has (see the sandbox's prelude). */
const EXECUTION = ['id', 'getVariable', 'setVariable', 'hasVariable'];
/** What Nashorn's and Rhino's scripts load classes with. */
const LOADERS = ['importClass', 'importPackage', 'JavaImporter'];

const WORDS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\s*\??\.\s*[\p{ID_Start}$_][\p{ID_Continue}$]*)*/gu;

/** Each once, as it is written: `execution.getBusinessKey`, `Java.type("java.util.Date")`. */
export function usedElsewhere(script: string): readonly string[] {
  const roots = javaRootsIn([script]);
  const own = new Set([...script.matchAll(/\b(?:var|let|const|function)\s+([\w$]+)/g)].map(([, name]) => name));
  const found = new Set<string>();
  for (const match of script.matchAll(WORDS)) {
    const [first = '', ...rest] = match[0].split(/\s*\??\.\s*/);
    // A part of something else: `task.execution.id`, or a name in an object.
    if (/['"`/]/.test(match[0][0] ?? '') || isPart(script, match.index) || own.has(first)) continue;
    const after = script.slice(match.index + match[0].length);
    if (first === 'execution' && rest[0] !== undefined && !EXECUTION.includes(rest[0]))
      found.add(`execution.${rest[0]}`);
    else if (first === 'Java' && rest[0] === 'type') {
      const [, quote, name] = /^\s*\(\s*(['"])([^'"]*)\1/.exec(after) ?? [];
      if (quote === undefined || !BPMN_ERRORS.includes(name ?? ''))
        found.add(quote === undefined ? 'Java.type' : `Java.type(${quote}${name}${quote})`);
    } else if (first === 'Java' && rest[0] !== undefined) found.add(`Java.${rest[0]}`);
    else if (roots.includes(first) && !isBpmnError([first, ...rest])) found.add([first, ...rest].join('.'));
    else if (LOADERS.includes(first) && /^\s*\(/.test(after)) found.add(first);
  }
  return [...found];
}

/** Whether a dot comes before: what goes on from there belongs to something else. */
function isPart(script: string, from: number): boolean {
  let before = from - 1;
  while (before >= 0 && /\s/.test(script.charAt(before))) before -= 1;
  return script[before] === '.';
}

function isBpmnError([first = '', ...rest]: readonly string[]): boolean {
  return BPMN_ERRORS.includes((first === 'Packages' ? rest : [first, ...rest]).join('.'));
}
