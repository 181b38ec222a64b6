import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { preview, scalarText } from './json-text.ts';
import './ui.css';

/** How many children of a node are drawn at a time: a list of a million items must not freeze the window. */
const PAGE = 100;
const MAX_TEXT = 2_000;

interface JsonTreeProps {
  readonly value: unknown;
  readonly name?: string;
  /** Levels that are open from the start. */
  readonly open?: number;
  /** Shown at the end of the line, such as buttons or a mark of change. */
  readonly after?: ReactNode;
  readonly label?: string;
}

/** A JSON value as a tree. Text is only ever text: markup in names and values is shown, never interpreted. */
export function JsonTree({ value, name, open = 1, after, label = 'Value' }: JsonTreeProps) {
  return (
    <ul className="ui-tree" aria-label={label}>
      <Node value={value} name={name ?? null} open={open} after={after} isRoot />
    </ul>
  );
}

function Node(props: { value: unknown; name: string | null; open: number; after?: ReactNode; isRoot?: boolean }) {
  const { value, name } = props;
  const [open, setOpen] = useState(props.open > 0);
  const [shown, setShown] = useState(PAGE);
  const [whole, setWhole] = useState(false);
  const isNode = typeof value === 'object' && value !== null;
  if (!isNode) {
    const text = scalarText(value);
    return (
      <li>
        <div className="ui-tree-line">
          {props.isRoot !== true && <span className="ui-tree-gap" />}
          <Name name={name} />
          <span className={`ui-tree-value ui-tree-${value === null ? 'null' : typeof value}`}>
            {whole || text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`}
          </span>
          {!whole && text.length > MAX_TEXT && (
            <button type="button" className="ui-link" onClick={() => setWhole(true)}>
              show all {text.length.toLocaleString('en')} characters
            </button>
          )}
          {props.after}
        </div>
      </li>
    );
  }
  const names = open ? Object.keys(value) : [];
  return (
    <li>
      <div className="ui-tree-line">
        <button
          type="button"
          className="ui-tree-toggle"
          aria-expanded={open}
          aria-label={`${open ? 'Close' : 'Open'} ${name ?? 'value'}`}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight size={14} aria-hidden />
        </button>
        <Name name={name} />
        <span className="ui-tree-preview" title={preview(value)}>
          {preview(value)}
        </span>
        {props.after}
      </div>
      {open && (
        <ul>
          {names.slice(0, shown).map((each) => (
            <Node key={each} name={each} value={(value as Record<string, unknown>)[each]} open={props.open - 1} />
          ))}
          {names.length > shown && (
            <li>
              <button type="button" className="ui-link" onClick={() => setShown(shown + 10 * PAGE)}>
                show more of {names.length.toLocaleString('en')}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Name({ name }: { name: string | null }) {
  return name === null ? null : <span className="ui-tree-name">{name}</span>;
}
