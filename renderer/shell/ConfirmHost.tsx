import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { useAsked } from '../workbench/confirmation.ts';

/** Shows the questions of `workbench/confirmation.ts`, one at a time. */
export function ConfirmHost() {
  const asked = useAsked((state) => state.asked[0]);
  if (asked === undefined) return null;
  const { title, body, choices, wide } = asked.question;
  return (
    <ConfirmDialog title={title} choices={choices} wide={wide === true} onAnswer={asked.answer}>
      {body}
    </ConfirmDialog>
  );
}
