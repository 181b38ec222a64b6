/** The part of dmn-moddle 12 that is used; the package ships no declarations. */
declare module 'dmn-moddle' {
  /** An element of the document; lists and texts by the names of the DMN schema. */
  export interface DmnElement {
    readonly $type: string;
    readonly [property: string]: unknown;
  }
  export class DmnModdle {
    fromXML(
      xml: string,
      type: string,
    ): Promise<{ readonly rootElement: DmnElement; readonly warnings: readonly { readonly message: string }[] }>;
  }
}
