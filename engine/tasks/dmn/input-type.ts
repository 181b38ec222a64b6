import { Temporal, type TemporalKind, type Value } from '../../core/value.ts';

const KINDS: Readonly<Record<string, TemporalKind>> = {
  date: 'date',
  time: 'time',
  'date and time': 'date-time',
  dateTime: 'date-time',
  'days and time duration': 'duration',
  dayTimeDuration: 'duration',
  'years and months duration': 'duration',
  yearMonthDuration: 'duration',
};

/**
 * A text where the decision wants a date, time or duration: variables that come as JSON have no other way to bring one.
 * All else stays as it is.
 */
export function typed(value: Value, type: string | null): Value {
  const kind = type === null ? undefined : KINDS[type.replace(/^feel:/, '')];
  return kind !== undefined && typeof value === 'string' ? new Temporal(kind, value) : value;
}
