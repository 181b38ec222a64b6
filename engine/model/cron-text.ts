/** Reads the fields of a cron expression into numbers that mean the same whoever wrote them. */

/** Whose rules a text of six or seven fields follows; one of five fields is Unix's. */
export type CronDialect = 'quartz' | 'spring';

/** `fields`: second to day of the week, in numbers, Sunday being 0. `years`: null means every year. */
export interface CronFields {
  readonly fields: string;
  readonly years: string | null;
  /** A day must fit both its date and its day of the week, where both are said; else either. */
  readonly bothDays: boolean;
}

interface Field {
  readonly name: string;
  /** What `*` stands for. */
  readonly from: number;
  readonly to: number;
  /** The lowest number that may be written, where it is not `from`. */
  readonly lowest?: number;
  /** Numbers go round: `22-2` is 22, 23, 0, 1, 2. */
  readonly round?: number;
  readonly names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const SECOND: Field = { name: 'second', from: 0, to: 59, round: 60 };
const MINUTE: Field = { name: 'minute', from: 0, to: 59, round: 60 };
const HOUR: Field = { name: 'hour', from: 0, to: 23, round: 24 };
const DAY: Field = { name: 'day of the month', from: 1, to: 31, round: 31 };
const MONTH: Field = { name: 'month', from: 1, to: 12, round: 12, names: MONTHS };
const YEAR: Field = { name: 'year', from: 1970, to: 2099 };
const WEEKDAY = { name: 'day of the week', round: 7, names: DAYS };
/** Quartz counts from Sunday, 1, to Saturday, 7; Spring from Monday to Sunday, 7, which may be written 0, too. */
const WEEKDAYS: Readonly<Record<CronDialect | 'unix', Field>> = {
  quartz: { ...WEEKDAY, from: 1, to: 7 },
  spring: { ...WEEKDAY, from: 1, to: 7, lowest: 0 },
  unix: { ...WEEKDAY, from: 0, to: 7 },
};

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * SUN',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

/** Whether a text is meant as a cron expression: five to seven fields, or a macro. */
export function looksLikeCron(text: string): boolean {
  const fields = text.trim().split(/\s+/).length;
  return text.trim().startsWith('@') || (fields >= 5 && fields <= 7);
}

/** The fields of a cron expression, or why it is none. */
export function readCron(text: string, dialect: CronDialect): CronFields | string {
  try {
    return fieldsOf(text.trim(), dialect);
  } catch (error) {
    if (error instanceof WrongField) return error.message;
    throw error;
  }
}

class WrongField extends Error {}

function fieldsOf(text: string, dialect: CronDialect): CronFields {
  const written = (text.startsWith('@') ? macro(text) : text).split(/\s+/);
  if (written.length < 5 || written.length > 7)
    throw new WrongField(`it has ${written.length} fields, where five to seven are wanted`);
  const unix = written.length === 5;
  const [second, minute, hour, day, month, weekday, year] = (unix ? ['0', ...written] : written) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string | undefined,
  ];
  if (year !== undefined && dialect === 'spring') throw new WrongField('it has a year, which Zeebe does not know');
  const days = daysOf(day);
  const weekdays = weekdaysOf(weekday, unix ? 'unix' : dialect);
  if (!unix && dialect === 'quartz' && days !== '*' && weekdays !== '*')
    throw new WrongField(
      'it names both a day of the month and a day of the week; one of them has to be ?, or * for every day',
    );
  const fields = [
    numbersIn(second, SECOND),
    numbersIn(minute, MINUTE),
    numbersIn(hour, HOUR),
    days,
    numbersIn(month, MONTH),
    weekdays,
  ].join(' ');
  const years = year === undefined ? '*' : numbersIn(year, YEAR);
  return { fields, years: years === '*' ? null : years, bothDays: !unix };
}

function macro(text: string): string {
  const known = MACROS[text.toLowerCase()];
  if (known !== undefined) return known;
  throw new WrongField(`${text} is none of ${Object.keys(MACROS).join(', ')}`);
}

function daysOf(text: string): string {
  if (text === '?') return '*';
  if (/^LW$/i.test(text)) return 'LW';
  return itemsOf(text, DAY, (item) => {
    if (/^L$/i.test(item)) return 'L';
    if (/^LW$/i.test(item))
      throw new WrongField('LW, the last working day of the month, can only stand alone there, not in a list');
    if (/^L/i.test(item)) throw new WrongField(`${item} counts back from the last day of the month, which is not run`);
    const near = /^(\d+)W$/i.exec(item);
    return near === null ? null : `${numberIn(near[1] ?? '', DAY)}W`;
  });
}

function weekdaysOf(text: string, dialect: CronDialect | 'unix'): string {
  if (text === '?') return '*';
  const field = WEEKDAYS[dialect];
  const sunday = dialect === 'quartz' ? 1 : 0;
  const counted = (written: string): number => (numberIn(written, field, sunday) + 7 - sunday) % 7;
  return itemsOf(
    text,
    field,
    (item) => {
      // Alone, L is the last day of Quartz's week.
      if (/^L$/i.test(item) && dialect === 'quartz') return '6';
      const last = /^(\w+)L$/i.exec(item);
      if (last !== null) return `${counted(last[1] ?? '')}L`;
      const nth = /^(\w+)#([1-5])$/.exec(item);
      return nth === null ? null : `${counted(nth[1] ?? '')}#${nth[2]}`;
    },
    sunday,
  );
}

function numbersIn(text: string, field: Field): string {
  return itemsOf(text, field, () => null);
}

/** A list of items; `special` reads what only this field knows. `first`: the number of the first of its names. */
function itemsOf(text: string, field: Field, special: (item: string) => string | null, first = field.from): string {
  if (text === '*') return '*';
  const items = text.split(',').flatMap((item) => special(item) ?? rangeOf(item, field, first));
  return [...new Set(items)].join(',');
}

/** `5`, `5-9`, `5/10`, `5-9/2`, `*` and `* /2`, as numbers; those of the days of the week count from Sunday, 0. */
function rangeOf(item: string, field: Field, first: number): string[] {
  const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,4}))?$/.exec(item);
  if (match === null || (match[1] === '*' && match[2] !== undefined))
    throw new WrongField(`its ${field.name} is ${item === '' ? 'empty' : `"${item}"`}`);
  const [, begin = '', end, every] = match;
  const step = every === undefined ? 1 : Number(every);
  if (step === 0 || step > (field.round ?? field.to - field.from))
    throw new WrongField(`its ${field.name} goes on in steps of ${step}`);
  const from = begin === '*' ? field.from : numberIn(begin, field, first);
  const open = begin === '*' || every !== undefined;
  const written = end === undefined ? (open ? field.to : from) : numberIn(end, field, first);
  const to = written >= from ? written : written + roundOf(item, field);
  const numbers: string[] = [];
  for (let number = from; number <= to; number += step) numbers.push(String(inField(number, field, first)));
  return numbers;
}

function roundOf(item: string, field: Field): number {
  if (field.round !== undefined) return field.round;
  throw new WrongField(`its ${field.name} ${item} ends before it begins`);
}

/** A number that went round, back in its field. */
function inField(number: number, field: Field, first: number): number {
  if (field.names === DAYS) return (number + 7 - first) % 7;
  return number > field.to ? number - (field.round ?? 0) : number;
}

/** A number or a name. */
function numberIn(text: string, field: Field, first = field.from): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + first;
  const number = Number(text);
  const lowest = field.lowest ?? field.from;
  if (!/^\d+$/.test(text)) throw new WrongField(`its ${field.name} is "${text}"`);
  if (number < lowest || number > field.to)
    throw new WrongField(`its ${field.name} is ${text}, which is not within ${lowest} to ${field.to}`);
  return number;
}
