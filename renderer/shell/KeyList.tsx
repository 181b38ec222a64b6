import { Button, Modal } from '@mantine/core';
import { KeyHint } from '../ui/KeyHint.tsx';
import { useCommandRegistry } from '../workbench/command-registry.ts';
import type { Place } from '../workbench/place.ts';
import { useCoverageOpen } from './coverage-open.ts';
import { useKeyListOpen } from './key-list-open.ts';

/** Every key there is, by heading. */
export function KeyList({ places }: { readonly places: readonly Place[] }) {
  const { open, setOpen } = useKeyListOpen();
  const commands = useCommandRegistry((state) => state.commands);
  const keyed = [...commands.values()].filter(({ keys }) => keys !== undefined);
  const underHeading = (group: string) => keyed.filter((command) => command.group === group);
  // The longest first: so the columns come out even, and all of it is seen at once.
  const headings = [...new Set(keyed.map(({ group }) => group))].sort(
    (one, other) => underHeading(other).length - underHeading(one).length,
  );
  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title="Keys"
      size="1080px"
      yOffset="3dvh"
      classNames={{ body: 'shell-long' }}
    >
      <div className="shell-keylist">
        {headings.map((group) => {
          const commands = underHeading(group);
          const shared = commands.every(({ place }) => place === commands[0]?.place);
          return (
            <section key={group}>
              <h3>
                {group}
                {shared && commands[0]?.place !== group.toLowerCase() && (
                  <Where place={commands[0]?.place} places={places} />
                )}
              </h3>
              <dl>
                {commands.map(({ id, title, keys, place }) => (
                  <div key={id}>
                    <dt>
                      {title}
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
        })}
        <Button
          onClick={() => {
            setOpen(false);
            useCoverageOpen.getState().setOpen(true);
          }}
        >
          What of BPMN runs
        </Button>
      </div>
    </Modal>
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
