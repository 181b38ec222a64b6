/** Which of a file's diagrams shows a process: a file may have one for each, and viewers open the first. */

/** What moddle makes of a file, as far as it is asked here. */
export interface DrawnFile {
  readonly diagrams?: readonly {
    readonly id: string;
    readonly plane?: { readonly bpmnElement?: DrawnRoot };
  }[];
}

interface DrawnRoot {
  readonly $type: string;
  readonly id?: string;
  /** Of a collaboration. */
  readonly participants?: readonly { readonly processRef?: { readonly id?: string } }[];
}

/** Id of the first diagram on whose plane the process lies; null: none shows it. */
export function diagramOf({ diagrams = [] }: DrawnFile, process: string): string | null {
  const shows = (root: DrawnRoot | undefined): boolean =>
    root?.id === process || (root?.participants ?? []).some(({ processRef }) => processRef?.id === process);
  return diagrams.find(({ plane }) => shows(plane?.bpmnElement))?.id ?? null;
}
