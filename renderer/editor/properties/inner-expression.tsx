import type { ModdleElement } from 'bpmn-moddle';
import { childOf, rawTextOf } from '../../../engine/model/element.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { make, writeInner, type Subject } from './edit.ts';
import { ValueField } from './fields.tsx';

/** A field for an expression that is an element of its own, below its owner. */
export function InnerExpression(props: {
  readonly subject: Subject;
  readonly owner: ModdleElement;
  readonly property: string;
  readonly label: string;
  readonly names: readonly KnownName[];
  readonly placeholder?: string;
}) {
  const { subject, owner, property, label, names, placeholder } = props;
  const expression = childOf(owner, property);
  const language = expression === null ? null : rawTextOf(expression, 'language');
  /** What begins with = is FEEL, whatever it was in. */
  const written = (body: string): Record<string, unknown> =>
    language === null || body.startsWith('=') ? { body } : { body, language };
  return (
    <ValueField
      live
      label={label}
      value={expression === null ? '' : (rawTextOf(expression, 'body') ?? '')}
      names={names}
      {...(placeholder === undefined ? {} : { placeholder })}
      onCommit={(body) =>
        writeInner(subject, owner, {
          [property]:
            body === '' || body === '=' ? undefined : make(subject, 'bpmn:FormalExpression', owner, written(body)),
        })
      }
    />
  );
}
