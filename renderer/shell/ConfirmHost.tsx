import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { useAsked } from '../workbench/confirmation.ts';

/** Shows the questions of `workbench/confirmation.ts`, one at a time. */
export function ConfirmHost() {
  const asked = useAsked((state) => state.asked[0]);
  if (asked === undefined) return null;
  const { title, body, choices, wide, cancel, careful } = asked.question;
  return (
    <ConfirmDialog
      title={title}
      choices={choices}
      wide={wide === true}
      cancel={cancel}
      careful={careful === true}
      onAnswer={asked.answer}
    >
      {body}
    </ConfirmDialog>
  );
}
