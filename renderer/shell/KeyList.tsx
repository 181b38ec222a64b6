import { Button, Group, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { KeyHint } from '../ui/KeyHint.tsx';
import { runCommand, useCommandRegistry, type Command } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import type { Place } from '../workbench/place.ts';
import { evenColumns } from './even-columns.ts';
import { useCoverageOpen } from './coverage-open.ts';
import { useKeyListOpen } from './key-list-open.ts';

const columnCount = 3;
/** A heading takes so much of a column, in lines of keys. */
const headingLines = 1.6;
/** A column is about so wide, and each key of a combination. */
const lineLetters = 43;
const keyLetters = 5;

/** Every key there is, by heading. */
export function KeyList({ places }: { readonly places: readonly Place[] }) {
  const { open, setOpen } = useKeyListOpen();
  const commands = useCommandRegistry((state) => state.commands);
  const prepare = useLayout((state) => state.prepare);
  useEffect(() => {
    // A place has its keys only once it is there.
    if (open) prepare(places.map(({ id }) => id));
  }, [open, places, prepare]);
  const keyed = [...commands.values()].filter(({ keys }) => keys !== undefined);
  const underHeading = (group: string) => keyed.filter((command) => command.group === group);
  const headings = [...new Set(keyed.map(({ group }) => group))];
  const columns = evenColumns(headings, columnCount, (group) => linesOf(underHeading(group)));
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="Keys" size="1080px" yOffset="3dvh">
      <div className="shell-keylist">
        {columns.map((groups) => (
          <div key={groups.join()}>
            {groups.map((group) => (
              <Keys key={group} group={group} commands={underHeading(group)} places={places} />
            ))}
          </div>
        ))}
      </div>
      <Group gap="sm">
        <Button
          onClick={() => {
            setOpen(false);
            runCommand('signs.show');
          }}
        >
          What the signs mean
        </Button>
        <Button
          onClick={() => {
            setOpen(false);
            useCoverageOpen.getState().setOpen(true);
          }}
        >
          What Cairn runs of BPMN
        </Button>
      </Group>
    </Modal>
  );
}

/** How high the keys under a heading are, about: what is long takes two lines. */
function linesOf(commands: readonly Command[]): number {
  const isShared = isOfOnePlace(commands);
  const lines = commands.map(({ title, keys = '', place }) => {
    const where = isShared || place === undefined ? 0 : place.length + 4;
    return title.length + where + keyLetters * keys.split('+').length > lineLetters ? 1.8 : 1;
  });
  return lines.reduce((sum, each) => sum + each, headingLines);
}

function isOfOnePlace(commands: readonly Command[]): boolean {
  return commands.every(({ place }) => place === commands[0]?.place);
}

/** The keys under one heading. */
function Keys(props: {
  readonly group: string;
  readonly commands: readonly Command[];
  readonly places: readonly Place[];
}) {
  const { group, commands, places } = props;
  const shared = isOfOnePlace(commands);
  return (
    <section>
      <h3>
        {group}
        {shared && <Where place={commands[0]?.place} places={places} />}
      </h3>
      <dl>
        {commands.map(({ id, title, keys, place }) => (
          <div key={id}>
            <dt>
              {title.replace(/ …$/, '\u00a0…')}
              {!shared && <Where place={place} places={places} />}
            </dt>
            <dd>
              <KeyHint keys={keys ?? ''} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Where a key means this: said once, by the heading, where all below it mean it in the same place. */
function Where({ place, places }: { readonly place: Place['id'] | undefined; readonly places: readonly Place[] }) {
  if (place === undefined) return null;
  return (
    <>
      {' '}
      <small>in {places.find((each) => each.id === place)?.title ?? place}</small>
    </>
  );
}
