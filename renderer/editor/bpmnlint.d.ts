/** The part of bpmnlint 11 that the window uses; it ships declarations for its own sources only. */
declare module 'bpmnlint/lib/linter.js' {
  import type { ModdleElement } from 'bpmn-moddle';

  export interface LintReport {
    readonly id: string;
    readonly message: string;
    readonly category: 'error' | 'warn' | 'info' | 'rule-error';
  }
  export interface Resolver {
    resolveRule(pkg: string, name: string): unknown;
    resolveConfig(pkg: string, name: string): unknown;
  }
  export default class Linter {
    constructor(options: {
      readonly resolver: Resolver;
      readonly config: { readonly rules: Readonly<Record<string, 'error' | 'warn' | 'info'>> };
    });
    lint(definitions: ModdleElement): Promise<Readonly<Record<string, readonly LintReport[]>>>;
  }
}

declare module 'bpmnlint/rules/*' {
  const rule: unknown;
  export default rule;
}
