/** The part of dmn-moddle 12 that is used; the package ships no declarations. */
declare module 'dmn-moddle' {
  /** An element of the document; lists and texts by the names of the DMN schema. */
  export interface DmnElement {
    readonly $type: string;
    readonly [property: string]: unknown;
  }
  export class DmnModdle {
    /** @param packages Schemas by prefix; one with a known prefix replaces it. */
    constructor(packages?: Readonly<Record<string, object>>);
    fromXML(
      xml: string,
      type: string,
      options?: { readonly lax: boolean },
    ): Promise<{ readonly rootElement: DmnElement; readonly warnings: readonly { readonly message: string }[] }>;
    toXML(element: DmnElement, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
  }
}

declare module 'dmn-moddle/resources/dmn/json/dmn13.json' {
  const schema: {
    readonly types: readonly { readonly name: string; readonly properties?: readonly object[] }[];
    readonly [key: string]: unknown;
  };
  export default schema;
}
