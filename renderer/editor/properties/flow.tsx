import { SegmentedControl, Switch } from '@mantine/core';
import { childOf, rawTextOf } from '../../../engine/model/element.ts';
import { namedLanguage } from '../../../engine/model/expression.ts';
import { CodeEditor, type KnownName } from '../../ui/CodeEditor.tsx';
import { FeelField } from '../../ui/FeelField.tsx';
import { make, type Subject } from './edit.ts';
import { Section, TextField } from './fields.tsx';
import { isXPath, isXPathFile, XPATH, XPathField } from './xpath.tsx';

const CHOOSES = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway'];

/** When a sequence flow is taken. */
export function Flow({ subject, names }: { readonly subject: Subject; readonly names: readonly KnownName[] }) {
  const { session, element } = subject;
  const source = element.source;
  if (source === undefined) return null;
  const canChoose = CHOOSES.includes(source.type) || source.businessObject.$instanceOf('bpmn:Activity');
  if (!canChoose) return null;
  const owner = element.businessObject;
  const isDefault = source.businessObject.get('default') === owner;
  const expression = childOf(owner, 'conditionExpression');
  const text = expression === null ? '' : (rawTextOf(expression, 'body') ?? '').trim();
  const isScript = expression !== null && namedLanguage(rawTextOf(expression, 'language')) === 'javascript';
  const isOlder = !isScript && /[$#]\{/.test(text);
  const inXPath = isXPath(owner, expression);
  const set = (body: string, language?: string): void => {
    if (body === text && language === undefined) return;
    session.modeling.updateProperties(element, {
      conditionExpression:
        body === '' || body === '='
          ? undefined
          : make(subject, 'bpmn:FormalExpression', owner, { body, ...(language === undefined ? {} : { language }) }),
    });
  };
  return (
    <Section title="Condition" hint={isDefault ? 'Taken when no other flow is.' : 'Taken only when this is true.'}>
      {!isDefault && (
        <>
          <SegmentedControl
            fullWidth
            aria-label="Language of the condition"
            data={[
              { value: 'feel', label: 'FEEL' },
              { value: 'javascript', label: 'JavaScript' },
              ...(inXPath || isXPathFile(owner) ? [{ value: 'xpath', label: 'XPath' }] : []),
              ...(isOlder ? [{ value: 'older', label: '${…}' }] : []),
            ]}
            value={isScript ? 'javascript' : isOlder ? 'older' : inXPath ? 'xpath' : 'feel'}
            onChange={(value) => {
              const bare = text.replace(/^=/, '');
              if (value === 'javascript') set(bare === '' ? 'true' : bare, 'javascript');
              else if (value === 'feel') set(bare === '' ? '=true' : `=${bare}`);
              else if (value === 'xpath') set(bare === '' ? 'true()' : bare, XPATH);
            }}
          />
          {isScript ? (
            <CodeEditor
              key={element.id}
              label="Condition in JavaScript"
              language="javascript"
              value={text}
              names={names}
              onCommit={(body) => body !== text && set(body, 'javascript')}
            />
          ) : isOlder ? (
            <TextField label="Condition" mono value={text} onCommit={(body) => set(body)} />
          ) : inXPath ? (
            <XPathField key={element.id} value={text} names={names} onCommit={(body) => set(body, XPATH)} />
          ) : (
            <FeelField
              key={element.id}
              label="Condition in FEEL"
              value={text.replace(/^=/, '')}
              names={names}
              lines={2}
              onCommit={(body) => set(`=${body}`)}
            />
          )}
        </>
      )}
      <Switch
        label="Default flow"
        checked={isDefault}
        onChange={(event) =>
          session.modeling.updateProperties(source, { default: event.currentTarget.checked ? owner : undefined })
        }
      />
    </Section>
  );
}
