/** Requests that a checkpoint holds as they were made up: a fork sends them with the values of then. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { elementName } from '../jobs/element-names.ts';
import { shortText } from '../jobs/plain-json.ts';
import { requestReads } from '../jobs/request-names.ts';

export interface MadeUpRequest {
  /** What people call the element. */
  readonly name: string;
  /** Method and URL. */
  readonly target: string;
  /** Variables that went into it. */
  readonly reads: ReadonlySet<string>;
}

export function madeUpRequests(document: JobDocument, graph: ProcessGraph | null): MadeUpRequest[] {
  return document.tokens.flatMap(({ element, request }) =>
    request === undefined
      ? []
      : [{ name: elementName(graph, element), target: request, reads: requestReads(graph, element) }],
  );
}

/** A sentence for each request that holds variables of the job already. */
export function preparedNotes(
  requests: readonly MadeUpRequest[],
  { variables }: Pick<JobDocument, 'variables'>,
): string[] {
  return requests.flatMap(({ name, reads }) => {
    const held = Object.keys(variables).filter((variable) => reads.has(variable));
    if (held.length === 0) return [];
    return [`${name} has prepared its request already, from ${held.join(', ')}: a change here does not reach it.`];
  });
}

/** One sentence for each request that keeps the old value of something that was edited. */
export function keptSentences(
  requests: readonly MadeUpRequest[],
  edited: readonly string[],
  { variables }: Pick<JobDocument, 'variables'>,
): string[] {
  return requests.flatMap(({ name, target, reads }) => {
    const kept = edited.filter((variable) => reads.has(variable));
    if (kept.length === 0) return [];
    const values = kept.map((variable) => `${variable} = ${shortText(variables[variable], 40)}`);
    return [
      `${name} sends the request that it made up with ${values.join(', ')} all the same (${target}). ` +
        'Fork from an earlier checkpoint to change what goes into it.',
    ];
  });
}
