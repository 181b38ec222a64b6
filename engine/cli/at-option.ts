import type { OptionSpec } from './command.ts';

/** Which start event, where a process has several. */
export const atOption: OptionSpec = {
  type: 'string',
  takes: 'EVENT',
  help: 'id of the start event to begin at, where the process has several',
};
