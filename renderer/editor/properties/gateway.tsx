import type { KnownName } from '../../ui/CodeEditor.tsx';
import type { Subject } from './edit.ts';
import { Section } from './fields.tsx';
import { InnerExpression } from './inner-expression.tsx';

/** What the condition sees beside variables. */
const COUNT: KnownName = { name: 'activationCount', detail: 'tokens that have come' };

/** What a complex gateway with several ways in waits for. */
export function Activation({ subject, names }: { readonly subject: Subject; readonly names: readonly KnownName[] }) {
  const { element } = subject;
  const { incoming = [], businessObject } = element;
  if (incoming.length < 2 && businessObject.get('activationCondition') === undefined) return null;
  return (
    <Section
      title="Activation"
      hint="It goes on once, as soon as this is true. Tokens that come later are consumed, until each way in has brought one."
    >
      <InnerExpression
        subject={subject}
        owner={businessObject}
        property="activationCondition"
        label="Activation condition"
        placeholder="=activationCount >= 2"
        names={[COUNT, ...incoming.map(({ id }) => ({ name: id, detail: 'tokens that came by this way' })), ...names]}
      />
    </Section>
  );
}
