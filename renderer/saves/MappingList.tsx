import { ActionIcon, Select } from '@mantine/core';
import { X } from 'lucide-react';
import { useMemo } from 'react';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { RestorePreview } from '../../engine/protocol/savepoint-views.ts';
import { elementName, typeWords, withNames } from '../jobs/element-names.ts';
import { homeSentence } from './home-sentence.ts';
import { homelessElements } from './move-marks.ts';
import { mapElement, useSaves } from './saves-store.ts';
import { useGraph } from './use-graph.ts';

/** A home for each element of the saved version that has none, and for those that a person chose one for. */
export function MappingList({ preview }: { readonly preview: RestorePreview }) {
  const { wish, picked } = useSaves();
  const { key } = preview.definition;
  const saved = useGraph(preview.saved, key);
  const target = useGraph(preview.target, key);
  const homeless = homelessElements(preview);
  const isElement = (word: string): boolean => [saved, target].some((graph) => graph?.nodes.has(word) === true);
  const reasons = new Map(
    homeless.map(({ element, reason }) => [
      element,
      homeSentence(withNames(target, withNames(saved, reason)), isElement),
    ]),
  );
  const elements = [
    ...new Set([
      ...Object.keys(wish.map),
      ...homeless.map(({ element }) => element),
      ...(picked === null ? [] : [picked]),
    ]),
  ];
  if (elements.length === 0 || preview.kind === 'checkpoint') return null;
  return (
    <section className="saves-mapping" aria-label="Homes">
      <h3>Where state goes on</h3>
      {elements.map((element) => (
        <Home
          key={element}
          element={element}
          name={elementName(saved, element)}
          type={saved?.nodes.get(element)?.type ?? null}
          reason={reasons.get(element) ?? null}
          target={target}
        />
      ))}
    </section>
  );
}

function Home(props: {
  readonly element: string;
  readonly name: string;
  readonly type: string | null;
  readonly reason: string | null;
  readonly target: ProcessGraph | null;
}) {
  const { element, name, type, reason, target } = props;
  const to = useSaves(({ wish }) => wish.map[element] ?? null);
  const choices = useMemo(() => homesFor(target, type), [target, type]);
  return (
    <div className="saves-home">
      <Select
        label={name}
        placeholder={reason === null ? 'The element of the same id' : 'Choose a home'}
        description={reason ?? undefined}
        data={choices}
        value={to}
        searchable
        onChange={(value) => mapElement(element, value)}
        nothingFoundMessage="There is no such element."
      />
      {to !== null && (
        <ActionIcon
          aria-label={`Take the mapping of ${name} away`}
          title="Take the mapping away"
          onClick={() => mapElement(element, null)}
        >
          <X size={14} />
        </ActionIcon>
      )}
    </div>
  );
}

/** Elements of the same kind first: what is inside an element only goes on in one of those. */
function homesFor(
  target: ProcessGraph | null,
  type: string | null,
): { group: string; items: { value: string; label: string }[] }[] {
  const nodes = [...(target?.nodes.values() ?? [])];
  const item = ({ id }: { readonly id: string }): { value: string; label: string } => ({
    value: id,
    label: elementName(target, id),
  });
  const same = nodes.filter((node) => node.type === type).map(item);
  const others = nodes.filter((node) => node.type !== type).map(item);
  return [
    { group: type === null ? 'Of the same kind' : typeWords(type), items: same },
    { group: 'Others, for state that stands in front of them', items: others },
  ].filter(({ items }) => items.length > 0);
}
