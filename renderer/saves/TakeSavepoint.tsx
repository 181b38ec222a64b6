import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useHostState } from '../bridge/host-state.ts';
import { nothingToSave } from './nothing-to-save.ts';
import { useSaves } from './saves-store.ts';

/** The way to a new savepoint; greyed where there is nothing to save. `filled`: the main one of a view, which gives the reason in words. */
export function TakeSavepoint({ filled = false }: { readonly filled?: boolean }) {
  const reason = useHostState(({ engine }) => nothingToSave(engine));
  return (
    <>
      {filled && reason !== null && <span className="saves-why">{reason}.</span>}
      <Button
        {...(filled ? { variant: 'filled' } : {})}
        leftSection={<Plus size={14} aria-hidden />}
        disabled={reason !== null}
        title={reason ?? undefined}
        onClick={() => useSaves.setState({ creating: true })}
      >
        Take a savepoint
      </Button>
    </>
  );
}
