/** The part of dmn-js 17 that the window uses; the package ships no declarations. */
declare module 'dmn-js/lib/Modeler' {
  /** A cell of a table, or a column. */
  interface DmnEntry {
    readonly id: string;
  }
  export interface DmnView {
    readonly id: string;
    readonly name?: string;
    readonly type: string;
    readonly element: {
      readonly id: string;
      readonly name?: string;
      readonly decisionLogic?: {
        readonly input?: readonly DmnEntry[];
        readonly output?: readonly DmnEntry[];
        readonly rule?: readonly {
          readonly inputEntry?: readonly DmnEntry[];
          readonly outputEntry?: readonly DmnEntry[];
        }[];
      };
    };
  }
  export interface DmnViewer {
    get<T>(service: string): T;
    on(
      event: string,
      listener: (fired: { readonly context?: { readonly contextMenuType?: string; readonly id?: string } }) => void,
    ): void;
  }
  export default class DmnModeler {
    /** What reads and writes its files. */
    readonly _moddle: object;
    constructor(options: { readonly container: HTMLElement; readonly common?: unknown; readonly drd?: unknown });
    importXML(xml: string): Promise<unknown>;
    saveXML(options: { readonly format: boolean }): Promise<{ readonly xml: string }>;
    getViews(): readonly DmnView[];
    getActiveView(): DmnView | undefined;
    getActiveViewer(): DmnViewer | undefined;
    open(view: DmnView): Promise<unknown>;
    on(event: string, listener: () => void): void;
    destroy(): void;
  }
}
