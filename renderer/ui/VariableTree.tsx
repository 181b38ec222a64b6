import type { ReactNode } from 'react';
import { JsonTree } from './JsonTree.tsx';
import './ui.css';

export interface VariableLine {
  readonly name: string;
  readonly value: unknown;
  /** Against what it is compared with. Said in a word and by a sign, not by colour alone. */
  readonly change?: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

/** Variables by name, each a tree; changes are marked. `actions` adds buttons to a line. */
export function VariableTree(props: {
  readonly variables: readonly VariableLine[];
  readonly actions?: (name: string) => ReactNode;
  readonly label?: string;
}) {
  if (props.variables.length === 0) return <p className="ui-quiet">No variables.</p>;
  return (
    <div className="ui-variables" role="group" aria-label={props.label ?? 'Variables'}>
      {props.variables.map((line) => (
        <div key={line.name} className="ui-variable" data-change={line.change}>
          <JsonTree
            name={line.name}
            value={line.value}
            open={0}
            label={line.name}
            after={
              <>
                {line.change !== undefined && (
                  <span className="ui-change">
                    {SIGNS[line.change]} {line.change}
                  </span>
                )}
                {props.actions?.(line.name)}
              </>
            }
          />
          {line.change === 'changed' && (
            <div className="ui-before">
              was <JsonTree value={line.before} open={0} label={`${line.name}, before`} />
            </div>
          )}
        </div>
      ))}
    </div>
  );
}
