/** The text that a diagram was imported from, for whoever writes it again. */
import { asUtf8, OriginalText } from '../../engine/model/original-text.ts';
import { sourceTree } from '../../engine/model/source-tree.ts';

export class ImportedText {
  readonly #text: string;
  readonly #write: () => Promise<string>;
  /** What is written of it without any edit; null: there was none yet. */
  #unedited: Promise<string> | null = null;
  #original: OriginalText | null = null;

  /**
   * @param write What the editor writes of the diagram as it is at the call.
   * @throws Error when the text is no XML: what others tolerate could not be kept.
   */
  constructor(text: string, write: () => Promise<string>) {
    if (sourceTree(text) === null) throw new Error('The text is not well-formed XML.');
    this.#text = text;
    this.#write = write;
  }

  /** To be called before each edit: only the first one finds the diagram as it was imported. */
  beforeEdit(): void {
    this.#unedited ??= this.#write();
  }

  /** The text without any edit. */
  asRead(): string {
    return asUtf8(this.#text);
  }

  /** The text with the edits. */
  async edited(): Promise<string> {
    if (this.#unedited === null) return this.asRead();
    this.#original ??= new OriginalText(this.#text, await this.#unedited);
    return this.#original.with(await this.#write());
  }
}
