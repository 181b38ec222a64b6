import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { idOf, templates, useNewFileOpen } from './new-file.ts';
import { folderOf } from './open-files.ts';
import { useFileActions } from './use-file-actions.ts';

/** Asks what kind of file, and for its name. */
export function NewFileDialog() {
  const { open } = useNewFileOpen();
  const close = (): void => useNewFileOpen.setState({ open: false });
  return (
    <Modal opened={open} onClose={close} title="New file">
      <NewFileForm onDone={close} />
    </Modal>
  );
}

function NewFileForm({ onDone }: { readonly onDone: () => void }) {
  const actions = useFileActions();
  const [chosen, setChosen] = useState('0');
  const [name, setName] = useState('');
  const template = templates[Number(chosen)] ?? templates[0];
  if (template === undefined) return null;
  const path = `${folderOf[template.kind]}${idOf(name === '' ? 'untitled' : name)}${template.ending}`;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const title = name === '' ? 'Untitled' : name;
    void actions.create(path, template.text(idOf(title), title));
    onDone();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          value={name}
          data-autofocus
          placeholder="Untitled"
          onChange={(event) => setName(event.currentTarget.value)}
          description={`Becomes ${path}`}
          inputWrapperOrder={['label', 'input', 'description']}
        />
        <Radio.Group label="Begin with" value={chosen} onChange={setChosen}>
          <Stack gap="sm" mt="xs">
            {templates.map(({ title }, index) => (
              <Radio key={title} value={String(index)} label={title} />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="sm">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled">
            Make it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
