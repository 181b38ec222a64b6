import { Switch } from '@mantine/core';
import { childrenOf, rawTextOf } from '../../../engine/model/element.ts';
import { wordsOn } from '../subject-words.ts';
import { isA, make, read, write, writeInner, type Subject } from './edit.ts';
import { Section, TextField } from './fields.tsx';

/** Those to which BPMN gives no name. */
const NAMELESS = ['bpmn:Collaboration', 'bpmn:Association', 'bpmn:DataAssociation'];

/** Name, id, documentation; of a process also whether it is executed. */
export function General({ subject }: { readonly subject: Subject }) {
  const { session, element } = subject;
  const owner = element.businessObject;
  const process = processOf(subject);
  const documentation = childrenOf(owner, 'documentation')[0];
  const text = documentation === undefined ? '' : (rawTextOf(documentation, 'text') ?? '');
  const hasName = !NAMELESS.some((type) => isA(element, type));
  return (
    <Section title="General">
      {hasName && (
        <TextField
          label={isA(element, 'bpmn:TextAnnotation') ? 'Text' : 'Name'}
          value={wordsOn(owner)}
          multiline
          onCommit={(words) => setWords(subject, words)}
        />
      )}
      <TextField
        label="Id"
        value={read(subject, 'id')}
        mono
        check={(id) => wrongWithId(subject, id)}
        onCommit={(id) => write(subject, 'id', id)}
      />
      {process !== null && (
        <>
          {process !== owner && (
            <TextField
              label="Process id: the definition’s key"
              value={rawTextOf(process, 'id') ?? ''}
              mono
              check={(id) => wrongWithId(subject, id)}
              onCommit={(id) => writeInner(subject, process, { id })}
            />
          )}
          <Switch
            label="Executable"
            description="When off, the process is kept in the file, not executed"
            checked={process.get('isExecutable') !== false}
            onChange={(event) => writeInner(subject, process, { isExecutable: event.currentTarget.checked })}
          />
        </>
      )}
      <TextField
        label="Documentation"
        value={text}
        multiline
        onCommit={(value) =>
          session.modeling.updateProperties(element, {
            documentation: value === '' ? [] : [make(subject, 'bpmn:Documentation', owner, { text: value })],
          })
        }
      />
    </Section>
  );
}

/** An annotation has a text; the name of a group is a category, which bpmn-js makes. */
function setWords(subject: Subject, words: string): void {
  const { session, element } = subject;
  if (isA(element, 'bpmn:Group')) session.modeling.updateLabel(element, words);
  else write(subject, isA(element, 'bpmn:TextAnnotation') ? 'text' : 'name', words);
}

/** Of a process or of a pool that stands for one. */
function processOf({ element }: Subject) {
  const owner = element.businessObject;
  if (isA(element, 'bpmn:Process')) return owner;
  const process = isA(element, 'bpmn:Participant') ? owner.get('processRef') : null;
  return typeof process === 'object' && process !== null && '$type' in process ? (process as typeof owner) : null;
}

function wrongWithId({ session, element }: Subject, id: string): string | null {
  if (id === '') return 'An id is needed.';
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(id)) return 'Letters, digits, dot, dash and underscore; no digit first.';
  const other = session.registry.get(id);
  // The inside of a closed subprocess is drawn as another element than the subprocess, and has its id.
  const isOwn = other?.businessObject === element.businessObject;
  return other === undefined || isOwn ? null : 'Another element has this id.';
}
