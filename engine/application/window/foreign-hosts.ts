/** Which hosts beyond this machine a process names: asked about before a workspace that is not trusted runs it. */
import type { ProcessGraph } from '../../model/graph/process.ts';
import { isLoopbackHost } from '../../tasks/loopback.ts';

/** A host that the text of an address names, whatever language puts the rest of it together. */
const address = /https?:\/\/(\[[\da-f:.]+\]|[^\s"'`/?#:\\$@{}[\]]+)/i;

/**
 * Hosts in order of their names. A host that only a variable names is not among them: its task ends in an incident
 * that says so.
 * @param answered elements whose services a scenario answers for; they call nobody.
 */
export function foreignHosts(processes: readonly ProcessGraph[], answered: ReadonlySet<string>): string[] {
  const hosts = processes.flatMap(({ nodes }) =>
    [...nodes.values()].flatMap((node) => {
      if (answered.has(node.id) || !('implementation' in node) || node.implementation?.kind !== 'http') return [];
      const host = address.exec(node.implementation.http.url.text)?.[1];
      return host === undefined || isLoopbackHost(host) ? [] : [host.toLowerCase()];
    }),
  );
  return [...new Set(hosts)].toSorted();
}
