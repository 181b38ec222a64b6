/** What whoever completes a user task is asked for: the fields of its form, then its data outputs. */
import type { UserTask } from './graph/activity.ts';
import type { FormField } from './graph/form.ts';

export type TaskField = Omit<FormField, 'type'> & {
  /** Null: a value of any kind. */
  readonly type: FormField['type'] | null;
};

export function taskFieldsOf({ form, outputFields }: Pick<UserTask, 'form' | 'outputFields'>): readonly TaskField[] {
  const asked = form.filter(({ readOnly }) => readOnly !== true);
  return [...asked, ...outputFields.map((field) => ({ ...field, label: field.name, default: null, options: [] }))];
}
