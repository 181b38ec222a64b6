/** Several edits as one, for undo and redo. */
import type { DiagramHost } from './diagram-services.ts';

interface Context {
  readonly edits: () => void;
}

class TogetherHandler {
  preExecute({ edits }: Context): void {
    edits();
  }
}

interface Commands {
  registerHandler(name: string, handler: typeof TogetherHandler): void;
  execute(name: string, context: Context): void;
}

const name = 'cairn.together';

export function registerTogether(host: DiagramHost): void {
  host.get<Commands>('commandStack').registerHandler(name, TogetherHandler);
}

/** Runs edits, each a command of its own, so that one undo takes all of them back. */
export function together(host: DiagramHost, edits: () => void): void {
  host.get<Commands>('commandStack').execute(name, { edits });
}
