/**
 * Fields of the panel: they keep what is typed until the focus leaves them, so that a change is one step to undo. Where what is half
 * typed does no harm, it counts at each pause.
 */
import { ActionIcon, Autocomplete, Input, Textarea, TextInput } from '@mantine/core';
import { FunctionSquare, Plus, Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { FeelField } from '../../ui/FeelField.tsx';
import { LiveCommit } from '../../ui/live-commit.ts';
import type { Pair } from './edit.ts';

/** A part of the panel with a heading. */
export function Section(props: { readonly title: string; readonly hint?: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="prop-section" aria-labelledby={id}>
      <h3 id={id}>{props.title}</h3>
      {props.hint !== undefined && <p className="prop-hint">{props.hint}</p>}
      {props.children}
    </section>
  );
}

/** @param counts Whether a text counts while it is being typed. */
function useDraft(value: string, onCommit: (value: string) => void, counts: (text: string) => boolean) {
  const [draft, setDraft] = useState(value);
  /** What Escape leads back to. */
  const before = useRef(value);
  const latest = useRef({ value, onCommit });
  latest.current = { value, onCommit };
  const [live] = useState(
    () => new LiveCommit((text) => text !== latest.current.value && latest.current.onCommit(text)),
  );
  useEffect(() => {
    if (!live.takes(value)) return;
    setDraft(value);
    before.current = value;
  }, [live, value]);
  useEffect(() => () => live.stop(), [live]);
  const type = (text: string): void => {
    setDraft(text);
    if (counts(text)) live.typed(text);
    else live.stop();
  };
  const commit = (): void => {
    live.stop();
    before.current = draft;
    if (draft !== value) onCommit(draft);
  };
  const focus = (): void => {
    before.current = value;
  };
  const reset = (text: string): void => {
    live.stop();
    setDraft(text);
    if (text !== value) onCommit(text);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !(event.target instanceof HTMLTextAreaElement)) commit();
    if (event.key === 'Escape' && draft !== before.current) {
      event.stopPropagation();
      reset(before.current);
    }
  };
  return { draft, type, commit, focus, reset, keys };
}

/** A field that the browser makes as high as its text; measured instead, it stays as it is when the panel becomes narrower. */
const textHeight = CSS.supports('field-sizing', 'content')
  ? { autosize: false, classNames: { input: 'prop-text' } }
  : {};

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly placeholder?: string;
  readonly description?: string;
  /** Says what is wrong with a text; null: nothing. It is not committed while something is. */
  readonly check?: (value: string) => string | null;
  readonly multiline?: boolean;
  readonly mono?: boolean;
  /** Offered while typing; other texts are fine too. */
  readonly options?: readonly string[];
  readonly bare?: boolean;
  /** It counts at each pause in typing; else when the focus leaves it. */
  readonly live?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { label, value, check, placeholder, description, options, mono = false, bare = false, live = false } = props;
  // What begins with = gets a field of its own, and would lose the focus by that.
  const counts = (text: string): boolean => live && !text.startsWith('=') && (check?.(text) ?? null) === null;
  const { draft, type, commit, focus, reset, keys } = useDraft(value, props.onCommit, counts);
  const error = check?.(draft) ?? null;
  const common = {
    ...(bare ? { 'aria-label': label } : { label }),
    value: draft,
    error,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(description === undefined ? {} : { description }),
    ...(mono ? { styles: { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } } } : {}),
    onFocus: focus,
    onBlur: () => (error === null ? commit() : reset(value)),
    onKeyDown: (event: KeyboardEvent) => {
      if (error === null || event.key !== 'Enter') keys(event);
    },
    spellCheck: false,
  };
  if (props.multiline === true)
    return <Textarea {...common} {...textHeight} onChange={(event) => type(event.currentTarget.value)} />;
  if (options !== undefined)
    return (
      <Autocomplete
        {...common}
        data={[...new Set(options)]}
        onChange={type}
        onOptionSubmit={(option) => props.onCommit(option)}
      />
    );
  return <TextInput {...common} onChange={(event) => type(event.currentTarget.value)} />;
}

/** A text, or after `=` a FEEL expression with completion. */
export function ValueField(props: {
  readonly label: string;
  readonly value: string;
  readonly names: readonly KnownName[];
  readonly onCommit: (value: string) => void;
  readonly placeholder?: string;
  readonly check?: (value: string) => string | null;
  readonly mono?: boolean;
  readonly bare?: boolean;
  readonly live?: boolean;
}) {
  const { label, value, names, onCommit, bare = false } = props;
  const isFeel = value.startsWith('=');
  const toggle = (
    <ActionIcon
      size={24}
      variant={isFeel ? 'light' : 'subtle'}
      color={isFeel ? 'blue' : 'gray'}
      aria-label={`${label} is a FEEL expression`}
      aria-pressed={isFeel}
      title={isFeel ? 'A FEEL expression; press for plain text' : 'Plain text; press for a FEEL expression'}
      onClick={() => onCommit(isFeel ? value.slice(1) : `=${value}`)}
    >
      <FunctionSquare size={14} />
    </ActionIcon>
  );
  const body = isFeel ? (
    <FeelField label={label} value={value.slice(1)} names={names} onCommit={(text) => onCommit(`=${text}`)} />
  ) : (
    <TextField {...props} bare />
  );
  return (
    <div className="prop-value">
      {!bare && <Input.Label size="xs">{label}</Input.Label>}
      <div className="prop-value-line">
        <div className="prop-value-field">{body}</div>
        {toggle}
      </div>
    </div>
  );
}

/** Rows of names with values. A row without a name and value is dropped when the focus leaves it. */
export function PairRows(props: {
  readonly label: string;
  readonly rows: readonly Pair[];
  readonly names: readonly KnownName[];
  readonly onChange: (rows: readonly Pair[]) => void;
  readonly nameTitle?: string;
  readonly valueTitle?: string;
  readonly add: string;
  readonly nameOptions?: readonly string[];
}) {
  const { label, rows, names, onChange, nameTitle = 'Name', valueTitle = 'Value' } = props;
  const set = (index: number, change: Partial<Pair>): void =>
    onChange(rows.map((row, each) => (each === index ? { ...row, ...change } : row)));
  return (
    <fieldset className="prop-rows">
      <legend>{label}</legend>
      {rows.length > 0 && (
        <div className="prop-row prop-row-head" aria-hidden>
          <span>{nameTitle}</span>
          <span>{valueTitle}</span>
          <i />
        </div>
      )}
      {rows.map((row, index) => (
        // Rows have no identity but their place.
        <div key={index} className="prop-row">
          <TextField
            bare
            mono
            label={`${nameTitle} ${index + 1}`}
            placeholder={nameTitle}
            value={row.name}
            onCommit={(name) => set(index, { name })}
            {...(props.nameOptions === undefined ? {} : { options: props.nameOptions })}
          />
          <ValueField
            bare
            live
            label={`${valueTitle} ${index + 1}`}
            placeholder={valueTitle}
            value={row.value}
            names={names}
            onCommit={(value) => set(index, { value })}
          />
          <ActionIcon
            size={24}
            aria-label={`Remove ${row.name === '' ? `row ${index + 1}` : row.name}`}
            title="Remove"
            onClick={() => onChange(rows.filter((_, each) => each !== index))}
          >
            <Trash2 size={14} />
          </ActionIcon>
        </div>
      ))}
      <button type="button" className="prop-add" onClick={() => onChange([...rows, { name: '', value: '=' }])}>
        <Plus size={13} aria-hidden /> {props.add}
      </button>
    </fieldset>
  );
}
