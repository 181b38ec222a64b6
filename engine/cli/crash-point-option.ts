/** `--crash-at <element>:<point>[:<visit>]`. */
import { BadRequest } from '../application/failure.ts';
import { crashPointName, type CrashPoint } from '../protocol/engine-link.ts';
import type { OptionSpec } from './command.ts';

export const crashAtOption: OptionSpec = {
  type: 'string',
  multiple: true,
  takes: 'ELEMENT:POINT[:VISIT]',
  help: `kill the engine there, for real, and go on with another; points: ${crashPointName.options.join(', ')}`,
};

/** @throws BadRequest */
export function readCrashPoints(texts: readonly string[]): CrashPoint[] {
  return texts.map((text) => {
    // Element ids hold no colon: XML's NCName.
    const [element = '', point = '', visit = '1', ...others] = text.split(':');
    const name = crashPointName.safeParse(point);
    if (element === '' || !name.success || !/^[1-9]\d{0,8}$/.test(visit) || others.length > 0) {
      const points = crashPointName.options.join(', ');
      throw new BadRequest(`--crash-at: ${text} is not ELEMENT:POINT[:VISIT] with a point of ${points}`);
    }
    return { element, point: name.data, visit: Number(visit) };
  });
}
