/** Diagrams that are open: a change of a file that they need says something new about them. */
const lookers = new Set<() => void>();

/** Answers what ends it. */
export function onLookAgain(look: () => void): () => void {
  lookers.add(look);
  return () => {
    lookers.delete(look);
  };
}

/** To be called when decisions, scenarios or other processes have changed, on disk or while they are edited. */
export function lookAgain(): void {
  for (const look of lookers) look();
}
