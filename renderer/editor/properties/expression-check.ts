/** Asks the engine what is wrong in a text that is being typed. */
import type { Diagnostic } from '@codemirror/lint';
import { CallFailed } from '../../bridge/call-failed.ts';
import { useClient } from '../../bridge/client-context.ts';

/** What a code editor calls; nothing is said while the host is away. */
export function useExpressionCheck(language: 'javascript' | 'xpath'): (text: string) => Promise<Diagnostic[]> {
  const client = useClient();
  return async (text) => {
    if (text.trim() === '') return [];
    try {
      const { problems } = await client.call('expression.check', { language, text });
      return problems.map(({ message, from, to }) => ({
        message,
        from: Math.min(from ?? 0, text.length),
        to: Math.min(to ?? text.length, text.length),
        severity: 'error',
      }));
    } catch (failure) {
      if (failure instanceof CallFailed) return []; // the banner says that the host is away
      throw failure;
    }
  };
}
