/** Questions that must be answered before something goes on; `shell/ConfirmHost` shows them. */
import type { ReactNode } from 'react';
import { create } from 'zustand';

export interface Choice<T extends string = string> {
  readonly value: T;
  readonly label: string;
  /** `danger`: cannot be undone. `primary`: the expected answer, which has the focus unless the question is careful. */
  readonly kind?: 'primary' | 'danger';
}

export interface Question<T extends string = string> {
  readonly title: string;
  readonly body: ReactNode;
  /** Besides *Cancel*, which is always there and answers null. */
  readonly choices: readonly Choice<T>[];
  /** What *Cancel* is called where something else is to be cancelled. */
  readonly cancel?: string;
  readonly wide?: boolean;
  /** What is asked for must be read before: the focus is on *Cancel*, as wherever an answer cannot be undone. */
  readonly careful?: boolean;
}

interface Asked {
  readonly question: Question;
  readonly answer: (choice: string | null) => void;
}

export const useAsked = create<{ asked: readonly Asked[] }>()(() => ({ asked: [] }));

/** Asks; resolves with the choice, null when the question was cancelled. Questions wait for each other. */
export async function ask<T extends string>(question: Question<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const asked: Asked = {
      question,
      answer: (choice) => {
        useAsked.setState((state) => ({ asked: state.asked.filter((each) => each !== asked) }));
        resolve(question.choices.find(({ value }) => value === choice)?.value ?? null);
      },
    };
    useAsked.setState((state) => ({ asked: [...state.asked, asked] }));
  });
}
