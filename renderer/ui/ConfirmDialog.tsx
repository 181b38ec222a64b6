import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** Mantine's way to say where the focus begins. */
const focused = { 'data-autofocus': true } as const;

/** A question with its answers as buttons; closing it is *Cancel*. */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly kind?: 'primary' | 'danger' }[];
  readonly wide?: boolean;
  readonly cancel?: string | undefined;
  /** Enter does not do what was asked for unread. */
  readonly careful?: boolean;
  /** Null: cancelled. */
  readonly onAnswer: (choice: string | null) => void;
}) {
  const first = props.careful === true ? undefined : props.choices.find(({ kind }) => kind === 'primary');
  return (
    <Modal opened onClose={() => props.onAnswer(null)} title={props.title} size={props.wide === true ? '80%' : 460}>
      {props.children}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button onClick={() => props.onAnswer(null)} {...(first === undefined ? focused : {})}>
          {props.cancel ?? 'Cancel'}
        </Button>
        {props.choices.map(({ value, label, kind }) => (
          <Button
            key={value}
            onClick={() => props.onAnswer(value)}
            {...(kind === 'danger' ? { variant: 'filled', color: 'red.9' } : {})}
            {...(kind === 'primary' ? { variant: 'filled' } : {})}
            {...(value === first?.value ? focused : {})}
          >
            {label}
          </Button>
        ))}
      </Group>
    </Modal>
  );
}
