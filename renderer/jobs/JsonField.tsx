import { Input, Textarea, type TextareaProps } from '@mantine/core';
import { useEffect, useRef, type ClipboardEvent } from 'react';
import { fadeEdges } from '../ui/edge-fade.ts';
import { CodeEditor } from '../ui/CodeEditor.tsx';
import './jobs.css';

/** From here on the browser's own field would take seconds for each key; the editor of code draws only what is seen. */
const largeFrom = 100_000;

interface JsonFieldProps {
  /** For people who do not see it. */
  readonly name: string;
  readonly label?: string;
  readonly description?: string | null;
  readonly error?: string | null;
  readonly required?: boolean;
  readonly value: string;
  readonly onChange?: (text: string) => void;
  readonly onBlur?: () => void;
  readonly minRows?: number;
  readonly maxRows?: number;
}

/** JSON of any size, as high as its lines. */
export function JsonField(props: JsonFieldProps) {
  const {
    name,
    value,
    onChange,
    minRows = 1,
    maxRows = 18,
    required = false,
    error = null,
    description = null,
  } = props;
  const isLarge = value.length >= largeFrom;
  const around = useRef<HTMLDivElement>(null);
  const wasLarge = useRef(isLarge);
  useEffect(() => {
    // Whoever has just pasted goes on there.
    if (isLarge && !wasLarge.current) around.current?.querySelector<HTMLElement>('.cm-content')?.focus();
    wasLarge.current = isLarge;
  }, [isLarge]);
  const common = { label: props.label, error, withAsterisk: required } as const;
  if (isLarge) {
    const size = `${(value.length / 1_000_000).toFixed(1)} million characters, shown without colours.`;
    return (
      <Input.Wrapper ref={around} size="xs" {...common} description={size} className="job-json" onBlur={props.onBlur}>
        <div className="job-json-large">
          <CodeEditor
            fill
            wrap={false}
            language="text"
            label={name}
            value={value}
            readOnly={onChange === undefined}
            {...(onChange === undefined ? {} : { onChange })}
          />
        </div>
      </Input.Wrapper>
    );
  }
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const pasted = event.clipboardData.getData('text/plain');
    if (onChange === undefined || value.length + pasted.length < largeFrom) return;
    event.preventDefault();
    onChange(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  };
  const area: TextareaProps = onChange === undefined ? { readOnly: true } : {};
  return (
    <Textarea
      {...area}
      {...common}
      ref={fadeEdges}
      aria-label={name}
      description={description}
      className="job-json"
      minRows={minRows}
      maxRows={maxRows}
      spellCheck={false}
      value={value}
      onPaste={paste}
      onBlur={props.onBlur}
      onChange={(event) => onChange?.(event.currentTarget.value)}
    />
  );
}
