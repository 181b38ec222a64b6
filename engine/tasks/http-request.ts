/** Fills an HTTP request in from variables: what it says is kept in the checkpoint, so that it is sent the same again. */
import { parseDuration } from '../core/calendar.ts';
import type { ResolveRequest } from '../core/evaluation.ts';
import { Temporal, type Value } from '../core/value.ts';

/** Headers that follow from the body or belong to the connection. */
const OURS = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
]);

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What may stand in a header: no line breaks, nothing beyond Latin-1. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A part of the request cannot be made out. */
class Unresolved extends Error {}

/** Resolves the request of a web service task. Never throws. */
export const resolveHttpRequest: ResolveRequest = (template, context, moment, evaluate) => {
  const valueOf = (what: string, expression: Parameters<typeof evaluate>[0]): Value => {
    const answer = evaluate(expression, context, moment);
    if (!answer.ok) throw new Unresolved(`${what}: ${answer.message}`);
    return answer.value;
  };
  try {
    const headers: Record<string, string> = {};
    for (const { name, value } of template.headers) {
      const text = headerOf(name, valueOf(`header ${name}`, value));
      if (text !== null) headers[name] = text;
    }
    return {
      ok: true,
      request: {
        method: methodOf(valueOf('the method', template.method)),
        url: urlOf(valueOf('the URL', template.url)),
        headers,
        body: template.body === null ? null : valueOf('the body', template.body),
        timeoutMs: timeoutOf(valueOf('the timeout', template.timeout)),
      },
    };
  } catch (reason) {
    if (reason instanceof Unresolved) return { ok: false, message: reason.message };
    throw reason;
  }
};

function methodOf(value: Value): string {
  if (typeof value !== 'string' || !TOKEN.test(value.trim()))
    throw new Unresolved(`the method is ${show(value)}, not one like POST`);
  const method = value.trim().toUpperCase();
  if (method === 'CONNECT') throw new Unresolved('the method CONNECT is not for services');
  return method;
}

function urlOf(value: Value): string {
  const url = typeof value === 'string' ? URL.parse(value.trim()) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Unresolved(`the URL is ${show(value)}, not one that begins with http:// or https://`);
  }
  return url.href;
}

/** Null: left out. */
function headerOf(name: string, value: Value): string | null {
  if (!TOKEN.test(name)) throw new Unresolved(`"${name}" cannot be the name of a header`);
  if (OURS.has(name.toLowerCase())) throw new Unresolved(`header ${name} is set by the engine`);
  if (value === null) return null;
  if (typeof value === 'object' && !(value instanceof Temporal))
    throw new Unresolved(`header ${name} is ${show(value)}, not text`);
  const text = String(value);
  if (!HEADER_VALUE.test(text)) throw new Unresolved(`header ${name} has characters that no header may have`);
  return text;
}

function timeoutOf(value: Value): number {
  const text = value instanceof Temporal ? value.iso : value;
  const duration = typeof text === 'string' ? parseDuration(text) : null;
  if (duration === null || duration.months !== 0 || duration.ms <= 0) {
    throw new Unresolved(`the timeout is ${show(value)}, not a duration like PT30S`);
  }
  return duration.ms;
}

function show(value: Value): string {
  if (typeof value === 'string') return `"${value.slice(0, 200)}"`;
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object' && !(value instanceof Temporal)) return 'an object';
  return String(value);
}
