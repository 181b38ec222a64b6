import { Button } from '@mantine/core';
import { ShieldCheck } from 'lucide-react';
import { useClient } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { reasonOf, tellProblem } from '../workbench/notice.ts';
import { askForTrust } from '../workbench/trust.ts';

/** Of the reason that tasks/http-exchange gives for a host that was not called. */
const held = 'the workspace is not trusted';

/** At an incident that only trust can end: asks for it, and tries again. */
export function TrustOffer({ message, onTrusted }: { readonly message: string; readonly onTrusted: () => void }) {
  const client = useClient();
  const trusted = useHostState(({ workspace }) => workspace?.trusted ?? false);
  if (trusted || !message.includes(held)) return null;
  const trust = async (): Promise<void> => {
    try {
      if (await askForTrust(client)) onTrusted();
    } catch (failure) {
      tellProblem({ title: 'The workspace could not be trusted', reason: reasonOf(failure), advice: '' });
    }
  };
  return (
    <Button leftSection={<ShieldCheck size={14} aria-hidden />} onClick={() => void trust()}>
      Trust this workspace and retry …
    </Button>
  );
}
