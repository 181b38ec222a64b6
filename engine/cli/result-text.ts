/** A result document for people: where the job stands, and what to do next. */
import { valueText } from '../application/document-text.ts';
import type { PlainValue, ResultDocument, WaitView } from '../protocol/views.ts';
import type { Call } from './command.ts';
import { joinText } from './join-text.ts';
import { countText, sizeText, timeText } from './quantity.ts';
import { leftOutText, variablesTemplate } from './variables-template.ts';
import { tableLines, type Cell } from './table.ts';
import type { Colour, Terminal } from './terminal.ts';

const two = [{ title: '' }, { title: '' }];

const statusColours: Readonly<Record<string, Colour>> = {
  active: 'cyan',
  passive: 'yellow',
  completed: 'green',
  failed: 'red',
  cancelled: 'dim',
};

const originWords = { fork: 'forked from', restore: 'restored from' } as const;

/** `forked from 0193… at checkpoint 4`. */
export function originText({ how, job, seq }: NonNullable<ResultDocument['origin']>): string {
  return `${originWords[how]} ${job} at checkpoint ${seq}`;
}

/** A status in its colour; a held job says so. */
export function statusCell(status: string, held = false): Cell {
  const colour = statusColours[status];
  const text = held ? `${status} (held)` : status;
  return colour === undefined ? { text } : { text, colour };
}

export function resultLines(call: Call, document: ResultDocument): string[] {
  const { terminal } = call;
  const parts = [
    headLines(terminal, document),
    section(terminal, 'Variables', variableLines(terminal, document.variables)),
    ...document.scopes
      .filter(({ variables }) => Object.keys(variables).length > 0)
      .map(({ element, variables }) =>
        section(terminal, `Variables in ${element}`, variableLines(terminal, variables)),
      ),
    section(terminal, 'Tokens', tokenLines(terminal, document)),
    section(terminal, 'Waiting', waitLines(call, document)),
    section(terminal, 'Incidents', incidentLines(call, document)),
  ];
  return [
    ...parts.filter((lines) => lines.length > 0).flatMap((lines) => [...lines, '']),
    checkpointLine(call, document),
  ];
}

/** Lines under a title; nothing when there are none. */
export function section(terminal: Terminal, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [terminal.paint('bold', title), ...lines];
}

function headLines(terminal: Terminal, document: ResultDocument): string[] {
  const { job, parent, origin, called, correlation, error } = document;
  const { text, colour } = statusCell(job.status, job.held);
  const status = colour === undefined ? text : terminal.paint(colour, text);
  const rows = [
    ['job', job.id],
    ...(job.extId === job.id ? [] : [['ext id', job.extId]]),
    ...correlation.map(({ key, value }) => [`key ${key}`, value]),
    ...(parent === null ? [] : [['called by', parent]]),
    ...(origin === null ? [] : [[originWords[origin.how], `checkpoint ${origin.seq} of job ${origin.job}`]]),
    ...(called.length === 0 ? [] : [['calls', calledText(called)]]),
    ...(error === null ? [] : [['error', `${error.code}: ${error.message}`]]),
  ];
  const { key, version } = job.definition;
  return [`${terminal.paint('bold', key)} version ${version}: ${status}`, ...tableLines(terminal, two, rows, '  ')];
}

function calledText(called: readonly string[]): string {
  return called.length > 5 ? `${called.slice(0, 5).join(', ')} and ${called.length - 5} more` : called.join(', ');
}

export function variableLines(terminal: Terminal, variables: { readonly [name: string]: PlainValue }): string[] {
  return tableLines(
    terminal,
    two,
    Object.entries(variables).map(([name, value]) => [name, valueText(value)]),
    '  ',
  );
}

/** Those that neither wait nor have an incident: they have sections of their own. */
function tokenLines(terminal: Terminal, { tokens }: ResultDocument): string[] {
  const rows = tokens
    .filter(({ state }) => state !== 'waiting' && state !== 'incident')
    .map(({ element, state, join }) => [element, join === undefined ? state : joinText(join)]);
  return tableLines(terminal, two, rows, '  ');
}

/** Each with the command that ends it below, whole: it is there to be copied. */
function waitLines(call: Call, { job, waiting }: ResultDocument): string[] {
  const waits = waiting.filter((wait) => wait.for !== 'scope' && wait.for !== 'instances');
  const rows = waits.map((wait) => [wait.element, waitText(wait)]);
  const lines = tableLines(call.terminal, two, rows, '  ');
  return waits.flatMap((wait, index) => {
    const next = whatNext(call, job.id, wait);
    return [lines[index] ?? '', ...(next === '' ? [] : [`    ${call.terminal.paint('cyan', next)}`])];
  });
}

function waitText({ for: kind, messages, signals, due, calls, fields }: WaitView): string {
  const until = due === null ? [] : [`${kind === 'timer' || kind === 'retry' ? 'until' : 'or until'} ${timeText(due)}`];
  const named = [
    ...messages.map(({ name, key }) => `message ${name}${key === null ? '' : ` with key ${key}`}`),
    ...signals.map((name) => `signal ${name}`),
  ];
  switch (kind) {
    case 'user':
      return ['user task', ...leftOutText(fields ?? []), ...named.map((each) => `or ${each}`), ...until].join(' ');
    case 'data':
      return ['its data inputs', ...until].join(' ');
    case 'call':
      return `called job ${calls ?? ''}`.trim();
    case 'retry':
      return ['next try', ...until].join(' ');
    case 'choice':
      return ['somebody to choose what begins', ...named.map((each) => `or ${each}`), ...until].join(', ');
    case 'message':
    case 'timer':
    case 'signal':
    case 'conditional':
    case 'multiple':
    case 'event-gateway':
    case 'compensation':
    case 'scope':
    case 'instances':
      return [...named, ...until].join(' ') || kind;
  }
}

/** The command that ends the wait, where a person can. */
function whatNext(call: Call, job: string, wait: WaitView): string {
  const { element, for: kind, messages, signals, calls } = wait;
  if (kind === 'user') return call.next('complete', job, element, '--vars', variablesTemplate(wait.fields ?? []));
  if (kind === 'choice') return call.next('choose', job, element, 'ACTIVITY');
  if (kind === 'call') return calls === null ? '' : call.next('show', calls);
  const [message] = messages;
  if (message === undefined) return signals[0] === undefined ? '' : call.next('signal', signals[0]);
  return call.next('message', message.name, ...(message.key === null ? [] : ['--key', message.key]));
}

function incidentLines(call: Call, { job, incidents }: ResultDocument): string[] {
  return incidents.flatMap(({ element, message, attempts, job: called }) => [
    `  ${call.terminal.paint('red', element ?? 'the job')}${called === undefined ? '' : ` of called job ${called}`} after ${countText(attempts, 'attempt')}: ${message}`,
    `    ${call.terminal.paint('cyan', call.next('retry', called ?? job.id, ...(element === null ? [] : [element])))}`,
  ]);
}

function checkpointLine(call: Call, { checkpoints, job }: ResultDocument): string {
  const explicit = checkpoints.filter(({ kind }) => kind === 'explicit').length;
  const bytes = checkpoints.reduce((sum, each) => sum + each.bytes, 0);
  const counted = `${countText(checkpoints.length, 'checkpoint')} (${explicit} explicit), ${sizeText(bytes)}`;
  return `${counted}; ${call.terminal.paint('cyan', call.next('history', job.id))}`;
}
