/** What scripts for Java's virtual machine name: packages by their roots, and the BPMN error of the engines that run there. */

const ROOTS = ['org', 'com', 'java', 'javax', 'Packages'] as const;

/** The classes that are Cairn's `BpmnError`: a code, and a message. */
export const BPMN_ERRORS: readonly string[] = [
  'org.camunda.bpm.engine.delegate.BpmnError',
  'org.operaton.bpm.engine.delegate.BpmnError',
  'org.cibseven.bpm.engine.delegate.BpmnError',
  'org.flowable.engine.delegate.BpmnError',
  'org.activiti.engine.delegate.BpmnError',
];

/** The path to a class, which has a large first letter: `org.name` is a variable's. Java's own `Packages` is nobody else's. */
const pathFrom = (root: string): string =>
  String.raw`(?<![\w$.])${root}(?:\s*\.\s*[\w$]+)*?\s*\.\s*${root === 'Packages' ? String.raw`[\w$]` : '[A-Z]'}`;

/** The roots of packages that a script names as such: what it declares or assigns itself is its own. */
export function javaRootsIn(sources: readonly string[]): readonly string[] {
  return ROOTS.filter((root) =>
    sources.some(
      (source) =>
        new RegExp(pathFrom(root)).test(source) &&
        !new RegExp(String.raw`\b(?:var|let|const|function)\s+${root}\b|(?<![\w$.])${root}\s*=[^=]`).test(source),
    ),
  );
}
