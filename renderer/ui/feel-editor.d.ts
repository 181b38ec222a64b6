/** The part of @bpmn-io/feel-editor 2 that the window uses; the package ships no declarations. */
declare module '@bpmn-io/feel-editor' {
  export interface FeelVariable {
    readonly name: string;
    readonly detail?: string;
    readonly info?: string;
    readonly entries?: readonly FeelVariable[];
  }

  export default class FeelEditor {
    constructor(options: {
      readonly container: HTMLElement;
      readonly dialect?: 'expression' | 'unaryTests';
      readonly value?: string;
      readonly placeholder?: string;
      readonly readOnly?: boolean;
      readonly variables?: readonly FeelVariable[];
      readonly contentAttributes?: Readonly<Record<string, string>>;
      readonly extensions?: readonly unknown[];
      readonly onChange?: (value: string) => void;
      readonly onKeyDown?: (event: KeyboardEvent) => boolean | undefined;
    });
    setValue(value: string): void;
    setVariables(variables: readonly FeelVariable[]): void;
    focus(position?: number): void;
    destroy?(): void;
  }
}
