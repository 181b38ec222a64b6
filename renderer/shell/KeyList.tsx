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
  const headings = [...new Set(keyed.map(({ group }) => group))];
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="Keys" size="xl">
      <Button
        onClick={() => {
          setOpen(false);
          useCoverageOpen.getState().setOpen(true);
        }}
      >
        What of BPMN runs
      </Button>
      <div className="shell-keylist">
        {headings.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {keyed
                .filter((command) => command.group === group)
                .map(({ id, title, keys, place }) => (
                  <div key={id}>
                    <dt>
                      {title}
                      {place !== undefined && (
                        <>
                          {' '}
                          <small>in {places.find((each) => each.id === place)?.title ?? place}</small>
                        </>
                      )}
                    </dt>
                    <dd>
                      <KeyHint keys={keys ?? ''} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
