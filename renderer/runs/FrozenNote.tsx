import { isFrozen, useHostState } from '../bridge/host-state.ts';

/** Beside a button that spins: why no answer comes, as long as the engine is frozen. */
export function FrozenNote({ asked }: { readonly asked: boolean }) {
  const frozen = useHostState(({ engine }) => engine !== null && isFrozen(engine));
  if (!asked || !frozen) return null;
  return (
    <p className="runs-note" role="status">
      <span aria-hidden>❄ </span>
      The engine is frozen: it answers once it is thawed, in Agents.
    </p>
  );
}
