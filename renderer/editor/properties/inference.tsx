import { ActionIcon, NumberInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { ModdleElement } from 'bpmn-moddle';
import { childrenOf, rawTextOf } from '../../../engine/model/element.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { FeelField } from '../../ui/FeelField.tsx';
import { make, replaceExtensions, type Pair, type Subject } from './edit.ts';
import { PairRows, TextField } from './fields.tsx';

export interface Rule {
  readonly name: string;
  readonly salience: string;
  readonly when: string;
  readonly then: readonly Pair[];
}

export function readRules(rules: ModdleElement): Rule[] {
  return childrenOf(rules, 'rules').map((rule) => ({
    name: rawTextOf(rule, 'name') ?? '',
    salience: rawTextOf(rule, 'salience') ?? '',
    when: rawTextOf(rule, 'when') ?? '',
    then: childrenOf(rule, 'actions').map((action) => ({
      name: rawTextOf(action, 'variable') ?? '',
      value: `=${(rawTextOf(action, 'text') ?? '').trim().replace(/^=/, '')}`,
    })),
  }));
}

export function writeRules(subject: Subject, rules: readonly Rule[]): void {
  const owner = subject.element.businessObject;
  const made = make(subject, 'cairn:Rules', owner, {
    rules: rules.map(({ name, salience, when, then }) =>
      make(subject, 'cairn:Rule', owner, {
        name,
        ...(salience === '' ? {} : { salience }),
        when,
        actions: then.map((action) =>
          make(subject, 'cairn:Then', owner, { variable: action.name, text: action.value.replace(/^=/, '') }),
        ),
      }),
    ),
  });
  replaceExtensions(subject, 'cairn:Rules', [made]);
}

/** Rules that fire until none has anything new to say; higher salience first. */
export function InferenceFields(props: { subject: Subject; rules: ModdleElement | null; names: readonly KnownName[] }) {
  const { subject, names } = props;
  const rules = props.rules === null ? [] : readRules(props.rules);
  const set = (index: number, change: Partial<Rule>): void =>
    writeRules(
      subject,
      rules.map((rule, each) => (each === index ? { ...rule, ...change } : rule)),
    );
  return (
    <>
      <p className="prop-hint">
        Of the rules whose condition is true, the one with the highest salience fires first, of equal ones the upper. It
        fires again only after a variable in its condition changed. Done when none is left to fire.
      </p>
      {rules.map((rule, index) => (
        // Rules have no identity but their place.
        <fieldset key={index} className="prop-card">
          <legend>Rule {index + 1}</legend>
          <div className="prop-card-head">
            <span className="prop-label" aria-hidden>
              Name
            </span>
            <span className="prop-label" aria-hidden title="Higher fires first">
              Salience
            </span>
            <TextField
              bare
              label={`Name of rule ${index + 1}`}
              placeholder="Name"
              value={rule.name}
              onCommit={(name) => set(index, { name })}
            />
            <NumberInput
              aria-label={`Salience of rule ${index + 1}`}
              title="Salience: higher fires first"
              placeholder="0"
              allowDecimal={false}
              value={rule.salience === '' ? '' : Number(rule.salience)}
              onBlur={(event) => set(index, { salience: event.currentTarget.value })}
            />
            <ActionIcon
              size={24}
              aria-label={`Remove rule ${index + 1}`}
              title="Remove"
              onClick={() =>
                writeRules(
                  subject,
                  rules.filter((_, each) => each !== index),
                )
              }
            >
              <Trash2 size={14} />
            </ActionIcon>
          </div>
          <span className="prop-label">When, in FEEL</span>
          <FeelField
            label={`Condition of rule ${index + 1}`}
            value={rule.when.trim().replace(/^=/, '')}
            names={names}
            onCommit={(when) => set(index, { when })}
          />
          <PairRows
            label="Then"
            rows={rule.then}
            names={names}
            nameTitle="Variable"
            add="Set a variable"
            onChange={(then) => set(index, { then })}
          />
        </fieldset>
      ))}
      <button
        type="button"
        className="prop-add"
        onClick={() =>
          writeRules(subject, [
            ...rules,
            {
              name: `rule ${rules.length + 1}`,
              salience: '',
              when: 'true',
              then: [{ name: 'result', value: '=true' }],
            },
          ])
        }
      >
        <Plus size={13} aria-hidden /> Add a rule
      </button>
    </>
  );
}
