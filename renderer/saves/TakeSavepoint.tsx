import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useHostState } from '../bridge/host-state.ts';
import { nothingToSave } from './nothing-to-save.ts';
import { useSaves } from './saves-store.ts';

/** The way to a new savepoint; greyed where there is nothing to save. The reason stands beside it in words. */
export function TakeSavepoint() {
  const reason = useHostState(({ engine }) => nothingToSave(engine));
  return (
    <>
      {reason !== null && <span className="saves-why">{reason}.</span>}
      <Button
        variant="filled"
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
