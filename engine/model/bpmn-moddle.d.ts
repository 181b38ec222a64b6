/** The part of bpmn-moddle 10 that the model uses; the package ships no declarations for its main entry. */
declare module 'bpmn-moddle' {
  /** An element of the document. Unknown namespaces come as generic ones, whose attributes are own properties. */
  export interface ModdleElement {
    readonly $type: string;
    readonly $parent?: ModdleElement;
    /** What made it; absent on generic elements. */
    readonly $model?: Pick<BpmnModdle, 'create'>;
    /** Attributes that no descriptor knows, by the prefix of the file; absent on generic elements. */
    readonly $attrs?: Readonly<Record<string, unknown>>;
    /** Of generic elements. */
    readonly $children?: readonly ModdleElement[];
    /** Of generic elements. */
    readonly $body?: string;
    readonly $descriptor: {
      readonly isGeneric?: boolean;
      readonly ns: { readonly prefix: string; readonly localName: string; readonly uri?: string };
      /** Absent on generic elements. */
      readonly properties?: readonly {
        readonly name: string;
        readonly isAttr?: boolean;
        readonly isReference?: boolean;
      }[];
    };
    get(name: string): unknown;
    set(name: string, value: unknown): void;
    $instanceOf(type: string): boolean;
  }

  export interface ParseWarning {
    readonly message: string;
    readonly element?: ModdleElement;
    readonly property?: string;
    readonly value?: unknown;
  }

  export interface ParseResult {
    readonly rootElement: ModdleElement;
    readonly elementsById: Readonly<Record<string, ModdleElement>>;
    readonly warnings: readonly ParseWarning[];
  }

  export class BpmnModdle {
    readonly registry: {
      readonly typeMap: Readonly<
        Record<
          string,
          { readonly properties: { readonly name: string; isAttr?: boolean; xml?: { readonly serialize?: string } }[] }
        >
      >;
    };
    constructor(packages?: Readonly<Record<string, unknown>>);
    create(type: string, attributes?: Readonly<Record<string, unknown>>): ModdleElement;
    fromXML(xml: string, options?: { readonly lax?: boolean }): Promise<ParseResult>;
    toXML(element: ModdleElement, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
    create(type: string, properties: Readonly<Record<string, unknown>>): ModdleElement;
  }
}
