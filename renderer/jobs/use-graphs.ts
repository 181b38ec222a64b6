import { useEffect, useMemo, useState } from 'react';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { useClient } from '../bridge/client-context.ts';
import { DiagramCache } from './job-feed.ts';

interface Version {
  readonly key: string;
  readonly version: number;
}

const idOf = ({ key, version }: Version): string => JSON.stringify([key, version]);

/** Graphs of deployed versions, for lists in which jobs of several processes stand; null while one is read, or cannot be. */
export function useGraphs(versions: readonly Version[]): (version: Version | null) => ProcessGraph | null {
  const client = useClient();
  const cache = useMemo(() => new DiagramCache(client), [client]);
  const [graphs, setGraphs] = useState<ReadonlyMap<string, ProcessGraph | null>>(new Map());
  const wanted = [...new Set(versions.map(idOf))].toSorted().join('\n');
  useEffect(() => {
    let current = true;
    const ids = wanted === '' ? [] : wanted.split('\n');
    for (const id of ids) {
      const [key, version] = JSON.parse(id) as [string, number];
      cache.of({ key, version }).then(
        ({ graph }) => {
          if (current) setGraphs((before) => new Map(before).set(id, graph));
        },
        // Whoever asks for names goes on with ids.
        () => undefined,
      );
    }
    return () => {
      current = false;
    };
  }, [cache, wanted]);
  return (version) => (version === null ? null : (graphs.get(idOf(version)) ?? null));
}
