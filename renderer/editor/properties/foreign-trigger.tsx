import { foreignTrigger } from '../../../engine/model/vendor-triggers.ts';
import type { Subject } from './edit.ts';
import { Section } from './fields.tsx';

/** A trigger that is another tool's extension: it is run, and changed in that tool. Nothing where there is none. */
export function ForeignTrigger({ subject, sends }: { readonly subject: Subject; readonly sends: boolean }) {
  const words = foreignTrigger(subject.element.businessObject);
  if (words === null) return null;
  return (
    <Section title={sends ? 'Event' : 'Trigger'}>
      <p className="prop-hint">
        {sends ? 'Sends' : 'Waits for'} {words}. Written as an extension of the file: it is run, and cannot be changed
        here.
      </p>
    </Section>
  );
}
