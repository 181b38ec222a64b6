import { Select, Switch } from '@mantine/core';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import {
  assignmentsOf,
  bodyOf,
  dataRows,
  endOf,
  makeAssignments,
  outputsOf,
  setDataRows,
  setEnd,
  setOutputs,
  type Side,
} from './data-edit.ts';
import { make, read, write, writeInner, type Subject } from './edit.ts';
import { PairRows, Section, TextField, ValueField } from './fields.tsx';
import { InnerExpression } from './inner-expression.tsx';

interface Props {
  readonly subject: Subject;
  readonly names: readonly KnownName[];
}

/** What a drawn data association carries. */
export function Association({ subject, names }: Props) {
  const { element } = subject;
  const association = element.businessObject;
  const side: Side = association.$type === 'bpmn:DataInputAssociation' ? 'input' : 'output';
  const activity = side === 'input' ? element.target : element.source;
  const end = endOf(association, side);
  const assignments = assignmentsOf(association);
  return (
    <Section
      title="Data"
      hint={
        end === '' && assignments.length === 0
          ? 'It is drawn, and moves nothing yet.'
          : 'Without transformation and assignments the value goes as it is.'
      }
    >
      {activity !== undefined && (
        <TextField
          label={side === 'input' ? 'Arrives as data input' : 'Comes from data output'}
          mono
          value={end}
          onCommit={(name) => setEnd(subject, activity, side, name.trim())}
        />
      )}
      <ValueField
        label="Transformation"
        value={bodyOf(association, 'transformation')}
        names={names}
        onCommit={(body) =>
          writeInner(subject, association, {
            transformation:
              body === '' || body === '=' ? undefined : make(subject, 'bpmn:FormalExpression', association, { body }),
          })
        }
      />
      <PairRows
        label="Assignments"
        rows={assignments}
        names={names}
        nameTitle="To"
        valueTitle="From"
        add="Add an assignment"
        onChange={(rows) =>
          writeInner(subject, association, { assignment: makeAssignments(subject, association, rows) })
        }
      />
    </Section>
  );
}

/** The data inputs and outputs of an activity that no line in the diagram shows. */
export function Data({ subject, names }: Props) {
  const outputs = outputsOf(subject);
  return (
    <Section title="Data" hint="Data inputs and outputs of BPMN, apart from those that lines in the diagram lead to.">
      <PairRows
        label="Data inputs"
        rows={dataRows(subject, 'input')}
        names={names}
        nameTitle="Data input"
        add="Add a data input"
        onChange={(rows) => setDataRows(subject, 'input', rows)}
      />
      <TextField
        label="Data outputs"
        description="Names, with commas between. A single one gets the whole result."
        mono
        value={outputs.join(', ')}
        onCommit={(text) =>
          setOutputs(subject, [
            ...new Set(text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))),
          ])
        }
      />
      {(outputs.length > 0 || dataRows(subject, 'output').length > 0) && (
        <PairRows
          label="Where they go"
          rows={dataRows(subject, 'output')}
          names={names}
          nameTitle="Variable"
          add="Add an assignment"
          onChange={(rows) => setDataRows(subject, 'output', rows)}
        />
      )}
    </Section>
  );
}

/** Who says which activities of an ad-hoc subprocess begin, in which order, and when it is done. */
export function Choice({ subject, names }: Props) {
  const { session, element } = subject;
  const owner = element.businessObject;
  const hasCondition = owner.get('completionCondition') !== undefined;
  return (
    <Section title="Ad-hoc">
      <Select
        label="Who says what begins"
        data={[
          { value: 'all', label: 'Nobody: each begins once' },
          { value: 'people', label: 'People, for each activity' },
        ]}
        value={read(subject, 'cairn:choice') === 'people' ? 'people' : 'all'}
        allowDeselect={false}
        onChange={(value) => write(subject, 'cairn:choice', value === 'people' ? 'people' : '')}
      />
      <Select
        label="Order"
        data={[
          { value: 'Parallel', label: 'Several at the same time' },
          { value: 'Sequential', label: 'Only one at a time' },
        ]}
        value={owner.get('ordering') === 'Sequential' ? 'Sequential' : 'Parallel'}
        allowDeselect={false}
        onChange={(value) =>
          session.modeling.updateProperties(element, { ordering: value === 'Sequential' ? value : undefined })
        }
      />
      <InnerExpression
        subject={subject}
        owner={owner}
        property="completionCondition"
        label="Done as soon as"
        placeholder="=approved"
        names={names}
      />
      {hasCondition && (
        <Switch
          label="Then cancels what still goes on"
          checked={owner.get('cancelRemainingInstances') !== false}
          onChange={(event) =>
            session.modeling.updateProperties(element, {
              cancelRemainingInstances: event.currentTarget.checked ? undefined : false,
            })
          }
        />
      )}
    </Section>
  );
}
