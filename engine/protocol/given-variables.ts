/** Variables as a program or a file gives them: an object of JSON, under whatever names. */
import { z } from 'zod';

/** Taken as it is: `z.record` would leave out what is called `__proto__`. */
export const givenVariables = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'is not a JSON object of variables, like {"amount": 12}',
);
