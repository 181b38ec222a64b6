/** The sections of BPMN 2.0.2 (formal/2013-12-09) that rules follow from, where their messages do not name one themselves. */
const SECTIONS: Readonly<Record<string, string>> = {
  'ad-hoc-chosen': '13.3.5',
  'dangling-reference': '10.5.5',
  'data-association': '10.4.1',
  'duplicate-id': '8.3.1',
  'expression-language': '8.4.6',
  'message-name': '8.4.11',
  'must-understand': '8.3.3',
  'no-executable-process': '10.2',
  'no-start': '10.2',
  'signal-name': '10.5.5',
  timer: '10.5.5',
  'unreadable-expression': '8.4.6',
  'unreadable-script': '10.3.3',
  'unsupported-element': '2.3',
};

/** What makes a refusal is an extension of Cairn's, or that the text is no BPMN at all. */
export const NO_SECTION: readonly string[] = [
  'called-version',
  'conflicting-implementation',
  'http-incomplete',
  'invalid-extension',
  'misplaced-extension',
  'not-bpmn',
  'unknown-extension',
];

/** A refusal with the section that decides it. */
export function cited(rule: string, message: string): string {
  const section = SECTIONS[rule];
  if (section === undefined || message.includes('(BPMN 2.0.2, ')) return message;
  return `${message.replace(/\.$/, '')} (BPMN 2.0.2, ${section}).`;
}

/** Whether refusals by a rule name a section wherever they come from. */
export function hasSection(rule: string): boolean {
  return SECTIONS[rule] !== undefined;
}
