import { Button, CopyButton, Group, Modal, Stack, TextInput, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { FileUse, FileView } from '../../engine/protocol/window-views.ts';
import { useAnswer } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { reasonOf } from '../workbench/notice.ts';
import { useFileQuestion, type FileQuestion } from './file-dialog.ts';
import { freePath, nameProblem, partsOf, pathNamed } from './file-names.ts';
import { FileUses } from './FileUses.tsx';
import { nameOf, openFile } from './open-files.ts';
import { useFileActions } from './use-file-actions.ts';

/** Renames or duplicates a file, or says where it is. */
export function FileDialog({ listed }: { readonly listed: readonly FileView[] }) {
  const { asked } = useFileQuestion();
  const close = (): void => useFileQuestion.setState({ asked: null });
  return (
    <Modal opened={asked !== null} onClose={close} title={titleOf(asked)}>
      {asked !== null && <Body question={asked} listed={listed} onDone={close} />}
    </Modal>
  );
}

function titleOf(asked: FileQuestion | null): string {
  if (asked === null) return '';
  if (asked.path === null) return 'Where the workspace is';
  const name = nameOf(asked.path);
  return { rename: `Rename ${name}`, duplicate: `Duplicate ${name}`, where: `Where ${name} is` }[asked.act];
}

interface BodyProps {
  readonly question: FileQuestion;
  readonly listed: readonly FileView[];
  readonly onDone: () => void;
}

function Body({ question: { act, path }, listed, onDone }: BodyProps) {
  if (act === 'where' || path === null) return <Whereabouts path={path} onDone={onDone} />;
  return <NameForm key={path} act={act} path={path} listed={listed} onDone={onDone} />;
}

function NameForm(props: {
  readonly act: 'rename' | 'duplicate';
  readonly path: string;
  readonly listed: readonly FileView[];
  readonly onDone: () => void;
}) {
  const { act, path, listed, onDone } = props;
  const actions = useFileActions();
  const taken = new Set(listed.map((file) => file.path));
  const uses = useAnswer('files.uses', act === 'rename' ? { path } : null);
  const [name, setName] = useState(() => partsOf(act === 'rename' ? path : freePath(path, taken)).base);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const to = pathNamed(path, name);
  const same = act === 'rename' && to === path;
  const problem = nameProblem(name) ?? (!same && taken.has(to) ? `${to} is there already.` : null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (problem !== null || same || busy) return;
    setBusy(true);
    setRefused(null);
    try {
      await (act === 'rename' ? actions.rename(path, to) : actions.duplicate(path, to));
      onDone();
    } catch (failure) {
      setRefused(reasonOf(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md" className="file-dialog">
        <TextInput
          label="Name"
          value={name}
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setRefused(null);
          }}
          description={
            act === 'duplicate' ? `The copy is ${to}` : to === path ? `Its path is ${path}` : `Becomes ${to}`
          }
          error={problem ?? refused}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
        {act === 'rename' ? (
          <FileUses uses={afterRename(uses.data?.uses ?? [])} after="has the old name until they are changed" />
        ) : (
          <CopyNote path={path} />
        )}
        <Group justify="flex-end" gap="sm">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={problem !== null || same} loading={busy}>
            {act === 'rename' ? 'Rename' : 'Duplicate'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Processes are called by their ids, which a new name of the file does not change. */
function afterRename(uses: readonly FileUse[]): readonly FileUse[] {
  return uses.filter(({ how }) => how !== 'calls');
}

function CopyNote({ path }: { readonly path: string }) {
  const file = openFile(path);
  return (
    <>
      {file?.unsaved === true && <p>The copy has the edits that are not saved here, too.</p>}
      {path.endsWith('.bpmn') && (
        <p>Its processes get ids of their own: with the same ones, both files would be versions of one process.</p>
      )}
      {path.endsWith('.dmn') && (
        <p>
          Its decisions keep their ids. A process that asks for one without the name of its file, as those of other
          engines do, cannot run while both files have it.
        </p>
      )}
    </>
  );
}

function Whereabouts({ path, onDone }: { readonly path: string | null; readonly onDone: () => void }) {
  const dir = useHostState((state) => state.workspace?.dir ?? '');
  const slash = dir.includes('\\') ? '\\' : '/';
  const place = path === null ? dir : [dir, ...path.split('/')].join(slash);
  return (
    <Stack gap="md" className="file-dialog">
      <Textarea
        label="On the disk of the computer that Cairn runs on"
        value={place}
        readOnly
        autosize
        data-autofocus
        className="file-place"
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group justify="flex-end" gap="sm">
        <Button onClick={onDone}>Close</Button>
        <CopyButton value={place}>
          {({ copied, copy }) => (
            <Button variant="filled" onClick={copy}>
              {copied ? 'Copied' : 'Copy the path'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
