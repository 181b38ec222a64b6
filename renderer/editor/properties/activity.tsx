import { NumberInput, Select, Switch } from '@mantine/core';
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, childrenOf, rawTextOf } from '../../../engine/model/element.ts';
import { useAnalyses } from '../analysis.ts';
import { useAnswer } from '../../bridge/client-context.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import {
  extension,
  make,
  makePairs,
  read,
  readPairs,
  replaceExtensions,
  write,
  writeInner,
  type Pair,
  type Subject,
} from './edit.ts';
import { PairRows, Section, TextField, ValueField } from './fields.tsx';
import { InnerExpression } from './inner-expression.tsx';
import { mappingHint } from './mapping-hint.ts';

interface Props {
  readonly subject: Subject;
  readonly names: readonly KnownName[];
}

/** Which process a call activity calls. */
export function Call({ subject }: Props) {
  const { session } = subject;
  const deployed = useAnswer('definitions.list', {});
  const held = useAnswer('files.processes', {});
  const here = session.definitions.get('rootElements');
  const own = (Array.isArray(here) ? (here as ModdleElement[]) : []).filter(({ $type }) => $type === 'bpmn:Process');
  const keys = [
    ...own.flatMap((process) => rawTextOf(process, 'id') ?? []),
    ...(held.data?.processes ?? []).map(({ id }) => id),
    ...(deployed.data?.definitions ?? []).map(({ key }) => key),
  ];
  const version = read(subject, 'cairn:version');
  return (
    <Section title="Called process">
      <TextField
        label="Process id"
        mono
        placeholder="settle-account"
        value={read(subject, 'calledElement')}
        options={keys}
        onCommit={(value) => write(subject, 'calledElement', value)}
      />
      <TextField
        label="Version"
        placeholder="latest"
        value={version}
        options={['latest']}
        check={(text) =>
          text === '' || text === 'latest' || /^[1-9]\d{0,8}$/.test(text) ? null : '“latest”, or a number.'
        }
        onCommit={(value) => write(subject, 'cairn:version', value)}
      />
    </Section>
  );
}

/** What an activity gets, and what it gives back. */
export function Mapping({ subject, names }: Props) {
  const mapping = extension(subject, 'cairn:Mapping');
  const graphs = useAnalyses((all) => all[subject.session.path]?.read.graphs) ?? [];
  const inputs = mapping === null ? [] : readPairs(childrenOf(mapping, 'inputs'));
  const outputs = mapping === null ? [] : readPairs(childrenOf(mapping, 'outputs'));
  const set = (next: { inputs?: readonly Pair[]; outputs?: readonly Pair[] }): void => {
    const [ins, outs] = [next.inputs ?? inputs, next.outputs ?? outputs];
    const made = make(subject, 'cairn:Mapping', subject.element.businessObject, {
      inputs: makePairs(subject, 'cairn:In', ins),
      outputs: makePairs(subject, 'cairn:Out', outs),
    });
    replaceExtensions(subject, 'cairn:Mapping', ins.length + outs.length === 0 ? [] : [made]);
  };
  return (
    <Section title="Mapping" hint={mappingHint(subject.element.businessObject, mapping !== null, graphs)}>
      <PairRows
        label="Inputs"
        rows={inputs}
        names={names}
        nameTitle="Variable inside"
        add="Add an input"
        onChange={(rows) => set({ inputs: rows })}
      />
      <PairRows
        label="Outputs"
        rows={outputs}
        names={names}
        nameTitle="Variable outside"
        add="Add an output"
        onChange={(rows) => set({ outputs: rows })}
      />
    </Section>
  );
}

const LOOPS = [
  { value: 'once', label: 'Once' },
  { value: 'parallel', label: 'For each, all at once' },
  { value: 'sequential', label: 'For each, one after the other' },
  { value: 'loop', label: 'While a condition holds' },
];

/** How often an activity is performed. */
export function Repetition({ subject, names }: Props) {
  const { session, element } = subject;
  const owner = element.businessObject;
  const loop = childOf(owner, 'loopCharacteristics');
  const kind =
    loop === null
      ? 'once'
      : loop.$type === 'bpmn:StandardLoopCharacteristics'
        ? 'loop'
        : loop.get('isSequential') === true
          ? 'sequential'
          : 'parallel';
  const choose = (next: string): void => {
    if (
      loop !== null &&
      loop.$type === 'bpmn:MultiInstanceLoopCharacteristics' &&
      (next === 'parallel' || next === 'sequential')
    ) {
      writeInner(subject, loop, { isSequential: next === 'sequential' });
      return;
    }
    const made =
      next === 'once'
        ? undefined
        : next === 'loop'
          ? make(subject, 'bpmn:StandardLoopCharacteristics', owner, { loopMaximum: 10 })
          : make(subject, 'bpmn:MultiInstanceLoopCharacteristics', owner, {
              isSequential: next === 'sequential',
              'cairn:collection': '=items',
              'cairn:elementVariable': 'item',
            });
    session.modeling.updateProperties(element, { loopCharacteristics: made });
  };
  return (
    <Section title="Repetition">
      <Select
        label="It is performed"
        data={LOOPS}
        value={kind}
        allowDeselect={false}
        onChange={(next) => next !== null && next !== kind && choose(next)}
      />
      {loop !== null && kind !== 'loop' && <ForEach subject={subject} loop={loop} names={names} />}
      {loop !== null && kind === 'loop' && <While subject={subject} loop={loop} names={names} />}
    </Section>
  );
}

function ForEach({ subject, loop, names }: Props & { readonly loop: ModdleElement }) {
  const set =
    (name: string) =>
    (value: string): void =>
      writeInner(subject, loop, { [name]: value === '' || value === '=' ? undefined : value });
  return (
    <>
      <ValueField
        label="Collection: one for each of its items"
        value={rawTextOf(loop, 'cairn:collection') ?? ''}
        names={names}
        onCommit={set('cairn:collection')}
      />
      <TextField
        label="Variable that holds the item"
        mono
        value={rawTextOf(loop, 'cairn:elementVariable') ?? ''}
        onCommit={set('cairn:elementVariable')}
      />
      <InnerExpression
        subject={subject}
        owner={loop}
        property="loopCardinality"
        label="Without a collection: how often"
        names={names}
      />
      <TextField
        label="Variable that collects the results"
        mono
        value={rawTextOf(loop, 'cairn:outputCollection') ?? ''}
        onCommit={set('cairn:outputCollection')}
      />
      <ValueField
        label="What each one adds to it"
        value={rawTextOf(loop, 'cairn:outputElement') ?? ''}
        names={names}
        onCommit={set('cairn:outputElement')}
      />
      <InnerExpression
        subject={subject}
        owner={loop}
        property="completionCondition"
        label="Done as soon as"
        names={names}
      />
    </>
  );
}

function While({ subject, loop, names }: Props & { readonly loop: ModdleElement }) {
  const most = loop.get('loopMaximum');
  return (
    <>
      <InnerExpression subject={subject} owner={loop} property="loopCondition" label="While" names={names} />
      <NumberInput
        label="At most so many times"
        allowDecimal={false}
        min={0}
        value={typeof most === 'number' ? most : ''}
        onBlur={(event) =>
          writeInner(subject, loop, {
            loopMaximum: event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value),
          })
        }
      />
      <Switch
        label="Asked before the first time too"
        checked={loop.get('testBefore') === true}
        onChange={(event) => writeInner(subject, loop, { testBefore: event.currentTarget.checked })}
      />
    </>
  );
}

/** What happens when a try fails. */
export function Retries({ subject }: { readonly subject: Subject }) {
  return (
    <Section title="Retries" hint="After the last one the failure becomes an incident.">
      <div className="prop-two">
        <TextField
          label="Further tries"
          placeholder="0"
          value={read(subject, 'cairn:retries')}
          check={(text) => (/^\d{0,3}$/.test(text) ? null : 'A whole number.')}
          onCommit={(value) => write(subject, 'cairn:retries', value)}
        />
        <TextField
          label="Pause between them"
          placeholder="PT5S"
          mono
          value={read(subject, 'cairn:backoff')}
          check={(text) =>
            text === '' || /^P(?!$)(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?$/.test(text) ? null : 'Such as PT5S.'
          }
          onCommit={(value) => write(subject, 'cairn:backoff', value)}
        />
      </div>
    </Section>
  );
}
