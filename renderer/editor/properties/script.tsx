import { SegmentedControl } from '@mantine/core';
import { useRef } from 'react';
import { namedLanguage } from '../../../engine/model/expression.ts';
import { CodeEditor, type KnownName } from '../../ui/CodeEditor.tsx';
import { FeelField } from '../../ui/FeelField.tsx';
import { read, write, type Subject } from './edit.ts';
import { useExpressionCheck } from './expression-check.ts';
import { Section, TextField } from './fields.tsx';
import { unindented } from './script-text.ts';

/** Names that every script sees. */
const SCRIPT_NAMES: readonly KnownName[] = [
  { name: 'variables', detail: 'all variables in scope' },
  { name: 'execution', detail: 'getVariable, setVariable, hasVariable, id' },
  { name: 'BpmnError', detail: 'throw new BpmnError(code, message)' },
];

/** A script task: language, text, where its value goes. */
export function Script({ subject, names }: { readonly subject: Subject; readonly names: readonly KnownName[] }) {
  const format = read(subject, 'scriptFormat');
  const language = namedLanguage(format);
  const script = read(subject, 'script');
  // What was typed here stands as it was typed: a space at its end is the beginning of the next word.
  const typed = useRef<string | null>(null);
  const shown = script === typed.current ? script : unindented(script);
  const { session, element } = subject;
  const commit = (text: string): void => {
    if (text === shown) return;
    typed.current = text;
    session.modeling.updateProperties(element, { script: text });
  };
  const check = useExpressionCheck('javascript');
  return (
    <Section title="Script">
      <SegmentedControl
        fullWidth
        aria-label="Language"
        data={[
          { value: 'javascript', label: 'JavaScript' },
          { value: 'feel', label: 'FEEL' },
          ...(language === 'javascript' || language === 'feel'
            ? []
            : [{ value: 'other', label: format === '' ? 'not named' : format }]),
        ]}
        value={language === 'javascript' || language === 'feel' ? language : 'other'}
        onChange={(value) => value !== 'other' && write(subject, 'scriptFormat', value)}
      />
      {language === 'feel' ? (
        <FeelField
          key={element.id}
          label="Script in FEEL"
          value={script.trim().replace(/^=/, '')}
          names={names}
          lines={4}
          onCommit={commit}
        />
      ) : (
        <CodeEditor
          key={element.id}
          label="Script in JavaScript"
          language={language === 'javascript' ? 'javascript' : 'text'}
          value={shown}
          names={[...SCRIPT_NAMES, ...names]}
          onCommit={commit}
          {...(language === 'javascript' ? { check } : {})}
        />
      )}
      <TextField
        label="Result variable"
        description="Gets the value of the last expression"
        mono
        value={read(subject, 'cairn:resultVariable')}
        onCommit={(value) => write(subject, 'cairn:resultVariable', value)}
      />
    </Section>
  );
}
