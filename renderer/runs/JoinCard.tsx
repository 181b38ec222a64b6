import type { TokenView } from '../../engine/protocol/views.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { elementName } from '../jobs/element-names.ts';
import type { JobDiagram } from '../jobs/job-feed.ts';
import { chooseElement } from '../jobs/job-store.ts';
import { joinWords } from './join-words.ts';

interface JoinCardsProps {
  readonly tokens: JobDocument['tokens'];
  readonly diagram: JobDiagram | null;
  /** Null: of the whole job only those that wait for ever; that others are still to come is how joins work. */
  readonly at: string | null;
}

/** Joins at which tokens wait, and for what. */
export function JoinCards({ tokens, diagram, at }: JoinCardsProps) {
  const graph = diagram?.graph ?? null;
  const shown = new Map<string, { readonly element: string; readonly join: NonNullable<TokenView['join']> }>();
  for (const { element, scope, join } of tokens) {
    if (join === undefined || (at === null ? !join.forEver : element !== at)) continue;
    shown.set(`${element} ${scope}`, { element, join });
  }
  return [...shown].map(([key, { element, join }]) => {
    const name = elementName(graph, element);
    return (
      <article key={key} className="runs-card" aria-label={`${name} waits for tokens`}>
        <header>
          <button type="button" className="job-link runs-card-title" onClick={() => chooseElement(element)}>
            {name}
          </button>
          <span className="runs-card-note">{join.forEver ? 'waits for ever' : 'waits for tokens'}</span>
        </header>
        <p className="runs-message">{joinWords(graph, join)}</p>
      </article>
    );
  });
}
