/** Expressions of the graph: their text, and the language that it is in. */

/**
 * Where an expression's text is to be read: FEEL, `${…}`/`#{…}` of older engines, XPath 1.0, sandboxed JavaScript, or plain
 * text. `variable`: the text is the name of one, whatever characters and words it is made of.
 */
export type ExpressionLanguage = 'feel' | 'juel' | 'xpath' | 'javascript' | 'literal' | 'variable';

/** What the file calls the data that an expression in XPath can ask for (BPMN 2.0.2, 10.4.3). */
export interface DataNames {
  /** Prefixes of the file that stand for BPMN's namespace. */
  readonly prefixes: readonly string[];
  /** The variable of an id, or of a name that only a reference has. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ids and names of the element that has the expression, and of all that it lies in. */
  readonly around: readonly string[];
}

/** An expression as written, without its prefix (`=`); for `juel` the text keeps its `${…}`. */
export interface Expression {
  readonly language: ExpressionLanguage;
  readonly text: string;
  /** Of XPath only. */
  readonly data?: DataNames;
}
