import { ActionIcon, Checkbox, Select } from '@mantine/core';
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react';
import { childrenOf, rawTextOf } from '../../../engine/model/element.ts';
import { vendorForm } from '../../../engine/model/vendor-form.ts';
import type { FieldLimits, FormField } from '../../../engine/model/graph/form.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { extension, make, replaceExtensions, type Subject } from './edit.ts';
import { Section, TextField, ValueField } from './fields.tsx';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FormField['type'];
  readonly required: boolean;
  readonly preset: string;
  readonly options: readonly string[];
  readonly readOnly: boolean;
  /** As they are written. */
  readonly limits: Readonly<Partial<Record<Limit, string>>>;
}

type Limit = keyof FieldLimits;

/** The limits of a type, the lower one first. */
const LIMITS: Readonly<Partial<Record<FormField['type'], readonly (readonly [limit: Limit, label: string])[]>>> = {
  number: [
    ['min', 'At least'],
    ['max', 'At most'],
  ],
  string: [
    ['minLength', 'Characters, at least'],
    ['maxLength', 'Characters, at most'],
  ],
};

const EMPTY: Field = {
  name: '',
  label: '',
  type: 'string',
  required: false,
  preset: '',
  options: [],
  readOnly: false,
  limits: {},
};

const TYPES: readonly { readonly value: FormField['type']; readonly label: string }[] = [
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'date', label: 'Date' },
  { value: 'enum', label: 'Choice' },
];

function readFields(subject: Subject): Field[] {
  const form = extension(subject, 'cairn:Form');
  if (form === null) return [];
  return childrenOf(form, 'fields').map((field) => ({
    name: rawTextOf(field, 'name') ?? '',
    label: rawTextOf(field, 'label') ?? '',
    type: TYPES.find(({ value }) => value === rawTextOf(field, 'type'))?.value ?? 'string',
    required: rawTextOf(field, 'required') === 'true',
    preset: rawTextOf(field, 'default') ?? '',
    options: childrenOf(field, 'options').map((option) => rawTextOf(option, 'value') ?? ''),
    readOnly: rawTextOf(field, 'readOnly') === 'true',
    limits: Object.fromEntries(
      Object.values(LIMITS)
        .flat()
        .map(([limit]) => [limit, rawTextOf(field, limit) ?? '']),
    ),
  }));
}

/** Only those of a field's type: others would be refused. */
function limitsOf({ type, limits }: Pick<Field, 'type' | 'limits'>): Readonly<Record<string, string>> {
  const own = LIMITS[type] ?? [];
  return Object.fromEntries(
    own.flatMap(([limit]) => ((limits[limit] ?? '') === '' ? [] : [[limit, limits[limit] ?? '']])),
  );
}

function writeFields(subject: Subject, fields: readonly Field[]): void {
  const owner = subject.element.businessObject;
  const made = fields.map(({ name, label, type, required, preset, options, readOnly, limits }) =>
    make(subject, 'cairn:Field', owner, {
      name,
      ...(label === '' ? {} : { label }),
      type,
      ...(required ? { required: 'true' } : {}),
      ...(readOnly ? { readOnly: 'true' } : {}),
      ...limitsOf({ type, limits }),
      ...(preset === '' || preset === '=' ? {} : { default: preset }),
      ...(type === 'enum' ? { options: options.map((value) => make(subject, 'cairn:Option', owner, { value })) } : {}),
    }),
  );
  replaceExtensions(
    subject,
    'cairn:Form',
    made.length === 0 ? [] : [make(subject, 'cairn:Form', owner, { fields: made })],
  );
}

/** The fields of another tool's form, which Cairn asks for where it has none of its own. */
function foreignFields(subject: Subject): Field[] {
  if (extension(subject, 'cairn:Form') !== null) return [];
  return vendorForm(subject.element.businessObject).map(
    ({ label, default: preset, limits = {}, readOnly, ...field }) => ({
      ...field,
      readOnly: readOnly === true,
      limits: Object.fromEntries(Object.entries(limits).map(([limit, value]) => [limit, String(value)])),
      label: label === field.name ? '' : label,
      preset: preset === null ? '' : preset.language === 'feel' ? `=${preset.text}` : preset.text,
    }),
  );
}

/** A form that the file has in another tool's words: asked for as it stands, changed only as one of Cairn's own. */
function ForeignForm({ subject, fields }: { readonly subject: Subject; readonly fields: readonly Field[] }) {
  return (
    <Section title="Form" hint="Written for another engine. Cairn asks for these fields when the task is completed.">
      <ul className="prop-fields" aria-label="Fields of the form">
        {fields.map(({ name, label, type, required, preset, options, readOnly, limits }) => (
          <li key={name}>
            <b>{label === '' ? name : label}</b>
            <span>
              {[
                ...(label === '' ? [] : [name]),
                typeLabel(type),
                ...(required ? ['required'] : []),
                ...(readOnly ? ['read-only'] : []),
                ...(LIMITS[type] ?? []).flatMap(([limit, words]) =>
                  (limits[limit] ?? '') === '' ? [] : [`${words.toLowerCase()} ${limits[limit] ?? ''}`],
                ),
                ...(preset === '' ? [] : [`default ${preset}`]),
                ...(options.length === 0 ? [] : [`one of ${options.join(', ')}`]),
              ].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="prop-add"
        title="Copies the fields into a form of Cairn’s own, which then counts instead. The others stay in the file."
        onClick={() => writeFields(subject, fields)}
      >
        <Pencil size={13} aria-hidden /> Edit a copy in Cairn
      </button>
    </Section>
  );
}

function typeLabel(type: FormField['type']): string {
  return TYPES.find(({ value }) => value === type)?.label ?? type;
}

/** The form that a person fills in to complete the task. */
export function Form({ subject, names }: { readonly subject: Subject; readonly names: readonly KnownName[] }) {
  const fields = readFields(subject);
  const foreign = foreignFields(subject);
  const set = (index: number, change: Partial<Field>): void =>
    writeFields(
      subject,
      fields.map((field, each) => (each === index ? { ...field, ...change } : field)),
    );
  const swap = (index: number, other: number): void =>
    writeFields(
      subject,
      fields.map((field, each) =>
        each === index ? (fields[other] ?? field) : each === other ? (fields[index] ?? field) : field,
      ),
    );
  if (foreign.length > 0) return <ForeignForm subject={subject} fields={foreign} />;
  return (
    <Section title="Form" hint="Each field becomes a variable when the task is completed.">
      {fields.map((field, index) => (
        // Fields have no identity but their place.
        <fieldset key={index} className="prop-card">
          <legend>{field.label === '' ? field.name || `Field ${index + 1}` : field.label}</legend>
          <div className="prop-two">
            <TextField label="Variable" mono value={field.name} onCommit={(name) => set(index, { name })} />
            <TextField
              label="Label"
              value={field.label}
              placeholder={field.name}
              onCommit={(label) => set(index, { label })}
            />
          </div>
          <div className="prop-two">
            <Select
              label="Type"
              data={TYPES.map((type) => ({ ...type }))}
              value={field.type}
              allowDeselect={false}
              onChange={(type) =>
                type !== null &&
                set(index, {
                  type,
                  ...(type === 'enum' && field.options.length === 0 ? { options: ['yes', 'no'] } : {}),
                })
              }
            />
            <ValueField
              label="Default"
              value={field.preset}
              names={names}
              onCommit={(preset) => set(index, { preset })}
            />
          </div>
          {LIMITS[field.type] !== undefined && (
            <div className="prop-two">
              {LIMITS[field.type]?.map(([limit, label]) => (
                <TextField
                  key={limit}
                  label={label}
                  value={field.limits[limit] ?? ''}
                  onCommit={(text) => set(index, { limits: { ...field.limits, [limit]: text.trim() } })}
                />
              ))}
            </div>
          )}
          {field.type === 'enum' && (
            <TextField
              label="Choices, one a line"
              multiline
              value={field.options.join('\n')}
              onCommit={(text) => set(index, { options: text.split('\n').filter((option) => option.trim() !== '') })}
            />
          )}
          <div className="prop-card-foot">
            <Checkbox
              label="Required"
              checked={field.required}
              onChange={(event) => set(index, { required: event.currentTarget.checked })}
            />
            <Checkbox
              label="Read-only"
              title="Nobody gives it a value: it has its default."
              checked={field.readOnly}
              onChange={(event) => set(index, { readOnly: event.currentTarget.checked })}
            />
            <div className="prop-card-acts">
              <ActionIcon
                size={24}
                aria-label={`Move ${field.name} up`}
                title="Move up"
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              >
                <ArrowUp size={14} />
              </ActionIcon>
              <ActionIcon
                size={24}
                aria-label={`Move ${field.name} down`}
                title="Move down"
                disabled={index === fields.length - 1}
                onClick={() => swap(index, index + 1)}
              >
                <ArrowDown size={14} />
              </ActionIcon>
              <ActionIcon
                size={24}
                aria-label={`Remove ${field.name}`}
                title="Remove"
                onClick={() =>
                  writeFields(
                    subject,
                    fields.filter((_, each) => each !== index),
                  )
                }
              >
                <Trash2 size={14} />
              </ActionIcon>
            </div>
          </div>
        </fieldset>
      ))}
      <button
        type="button"
        className="prop-add"
        onClick={(event) => {
          const section = event.currentTarget.parentElement;
          writeFields(subject, [...fields, { ...EMPTY, name: freeName(fields) }]);
          // Once it is drawn: what is added is what comes next.
          requestAnimationFrame(() => {
            const added = section?.querySelector<HTMLInputElement>('fieldset:last-of-type input');
            added?.focus();
            added?.select();
          });
        }}
      >
        <Plus size={13} aria-hidden /> Add a field
      </button>
    </Section>
  );
}

function freeName(fields: readonly Field[]): string {
  for (let number = fields.length + 1; ; number += 1) {
    const name = `field${number}`;
    if (!fields.some((field) => field.name === name)) return name;
  }
}
