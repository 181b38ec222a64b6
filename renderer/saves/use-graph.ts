import { useEffect, useState } from 'react';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { readBpmn } from '../../engine/model/read-bpmn.ts';

interface Version {
  readonly file: string;
  readonly xml: string;
}

/** The graph of a version of a process; null while it is read, and where it cannot be. */
export function useGraph(version: Version | null, key: string | null): ProcessGraph | null {
  const [graph, setGraph] = useState<ProcessGraph | null>(null);
  const xml = version?.xml ?? null;
  const file = version?.file ?? '';
  useEffect(() => {
    let current = true;
    setGraph(null);
    if (xml === null) return undefined;
    void readBpmn(xml, file).then(({ processes }) => {
      if (current) setGraph(processes.find(({ processId }) => processId === key) ?? null);
    });
    return () => {
      current = false;
    };
  }, [xml, file, key]);
  return graph;
}
