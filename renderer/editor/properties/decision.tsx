import { Button, Select } from '@mantine/core';
import { Table2 } from 'lucide-react';
import { useAnswer } from '../../bridge/client-context.ts';
import { revealIn } from '../open-files.ts';
import { useFileActions } from '../use-file-actions.ts';
import { read, write, type Subject } from './edit.ts';
import { TextField } from './fields.tsx';

/** Which decision of which file, and the way to its table. */
export function DecisionFields({ subject }: { readonly subject: Subject }) {
  const actions = useFileActions();
  const [file = '', decision = ''] = read(subject, 'cairn:decision').split('#');
  const listed = useAnswer('files.list', {});
  const files = (listed.data?.files ?? []).filter(({ kind }) => kind === 'rules').map(({ path }) => path);
  const text = useAnswer('files.read', file === '' ? null : { path: file });
  const outline = useAnswer('decision.outline', text.data === null ? null : { text: text.data.text });
  const decisions = outline.data?.decisions ?? [];
  const chosen = decisions.find(({ id }) => id === decision);
  const open = async (): Promise<void> => {
    await actions.open(file);
    revealIn(file, decision);
  };
  return (
    <>
      <Select
        label="File"
        placeholder={files.length === 0 ? 'No .dmn file in rules/' : 'Choose'}
        data={file === '' || files.includes(file) ? files : [file, ...files]}
        value={file === '' ? null : file}
        error={text.failure === null ? null : text.failure.message}
        onChange={(next) => write(subject, 'cairn:decision', next === null ? '' : `${next}#`)}
      />
      <Select
        label="Decision"
        placeholder="Choose"
        disabled={file === ''}
        data={decisions.map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }))}
        value={chosen === undefined ? null : decision}
        error={
          outline.data?.problem ??
          (decision !== '' && outline.data !== null && chosen === undefined
            ? `${file} holds no decision ${decision}.`
            : null)
        }
        onChange={(next) => write(subject, 'cairn:decision', `${file}#${next ?? ''}`)}
      />
      {chosen !== undefined && (
        <p className="prop-hint">
          {chosen.logic === 'table'
            ? `A table of ${chosen.rules} rules, hit policy ${chosen.hitPolicy ?? 'UNIQUE'}.`
            : 'An expression.'}{' '}
          {chosen.inputs.length > 0 && `Reads ${chosen.inputs.map(({ name }) => name).join(', ')}.`}
        </p>
      )}
      {file !== '' && text.failure === null && (
        <div>
          <Button leftSection={<Table2 size={13} aria-hidden />} onClick={() => void open()}>
            Open the table
          </Button>
        </div>
      )}
      <TextField
        label="Result variable"
        mono
        value={read(subject, 'cairn:resultVariable')}
        onCommit={(value) => write(subject, 'cairn:resultVariable', value)}
      />
    </>
  );
}
