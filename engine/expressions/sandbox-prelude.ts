import { MAX_DEPTH } from '../core/value.ts';
import { BPMN_ERRORS } from './java-names.ts';
import { MAX_OUTPUT } from './sandbox-request.ts';

/**
 * JavaScript that runs inside the sandbox before the script: it gives the script its surroundings, and takes from it
 * what it leaves. It is text, not a function of this program, because no compiler may touch it.
 *
 * The script may change every built-in object. So what is used after the script is captured before it. A script that
 * breaks even that breaks its own answer and nothing else: outside, an answer is no more than a text that is decoded.
 */
export const PRELUDE = String.raw`
(() => {
  'use strict';
  const G = globalThis;
  const { parse, stringify } = JSON;
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, keys, freeze, hasOwn, create } = Object;
  const { construct, apply } = Reflect;
  const ObjectPrototype = Object.prototype;
  const isArray = Array.isArray;
  const RealDate = Date, RealMap = Map, RealSet = Set, RealPromise = Promise, RealError = Error;
  const RealNumber = Number, RealString = String, RealBoolean = Boolean, RealBigInt = BigInt, RealRegExp = RegExp;
  const isView = ArrayBuffer.isView, arrayFrom = Array.from, RealBuffer = ArrayBuffer;
  const toISO = Date.prototype.toISOString, getTime = Date.prototype.getTime;
  const mapEntries = Map.prototype.entries, setValues = Set.prototype.values;
  const isFinite = Number.isFinite, isNaN = Number.isNaN, is = Object.is;
  const MAX_DEPTH = ${MAX_DEPTH}, MAX_OUTPUT = ${MAX_OUTPUT};

  class Unsupported extends RealError {}
  const isUnsupported = (error) => error instanceof Unsupported;

  // Dates, times and durations: texts that remember their kind.
  class Temporal {
    #brand = true;
    constructor(kind, iso) { this.kind = kind; this.iso = iso; freeze(this); }
    toString() { return this.iso; }
    valueOf() { return this.iso; }
    toJSON() { return this.iso; }
    static is(value) { return #brand in value; }
  }
  const isTemporal = Temporal.is;
  delete Temporal.is;
  freeze(Temporal.prototype);

  class BpmnError extends RealError {
    #code;
    constructor(code, message) {
      super(message === undefined ? '' : RealString(message));
      this.#code = code === undefined || code === null ? '' : RealString(code);
      defineProperty(this, 'code', { value: this.#code, enumerable: true });
    }
    static read(error) { return typeof error === 'object' && error !== null && #code in error ? error.#code : null; }
  }
  const bpmnCode = BpmnError.read;
  delete BpmnError.read;
  defineProperty(BpmnError.prototype, 'name', { value: 'BpmnError', configurable: true, writable: true });

  // The text form of values: see encodeValue and toValue of the engine's core.
  const put = (object, name, value) => {
    if (name === '__proto__') defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    else object[name] = value;
  };
  const refuse = (path, reason) => {
    let text = path[0];
    for (let i = 1; i < path.length; i++) text += typeof path[i] === 'number' ? '[' + path[i] + ']' : '.' + path[i];
    // Of a very long path the beginning says enough.
    throw new Unsupported('failed: ' + (text.length > 200 ? text.slice(0, 200) + '…' : text) + ' ' + reason);
  };
  // Whether JSON says the value as it is: most values.
  const plain = (value, depth) => {
    switch (typeof value) {
      case 'string': case 'boolean': return true;
      case 'number': return isFinite(value) && !is(value, -0);
      case 'object': break;
      default: return false;
    }
    if (value === null) return true;
    if (depth >= MAX_DEPTH) return false;
    if (isArray(value)) {
      for (let i = 0; i < value.length; i++) if (!plain(value[i], depth + 1)) return false;
      return true;
    }
    if (getPrototypeOf(value) !== ObjectPrototype) return false;
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (name === '$cairn' || name === 'toJSON' || !plain(value[name], depth + 1)) return false;
    }
    return true;
  };
  // The value as something that JSON can say. path and above are stacks: names and objects on the way down.
  const tree = (value, path, above) => {
    switch (typeof value) {
      case 'undefined': return null;
      case 'boolean': case 'string': return value;
      case 'number':
        if (isFinite(value)) return is(value, -0) ? { $cairn: ['number', '-0'] } : value;
        return { $cairn: ['number', isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'] };
      case 'bigint': return { $cairn: ['integer', RealString(value)] };
      case 'function': return refuse(path, 'is a function, which a checkpoint cannot keep');
      case 'symbol': return refuse(path, 'is a symbol, which a checkpoint cannot keep');
    }
    if (value === null) return null;
    if (isTemporal(value)) return { $cairn: [value.kind, value.iso] };
    if (value instanceof RealDate) {
      if (isNaN(apply(getTime, value, []))) return refuse(path, 'is an invalid date');
      return { $cairn: ['date-time', apply(toISO, value, [])] };
    }
    const depth = above.length;
    for (let i = 0; i < depth; i++) {
      if (above[i] === value) return refuse(path, 'contains itself (a cycle), which a checkpoint cannot keep');
    }
    if (depth >= MAX_DEPTH) return refuse(path, 'is nested deeper than ' + MAX_DEPTH + ' levels');
    above[depth] = value;
    const at = path.length;
    let made;
    const proto = getPrototypeOf(value);
    const other = isArray(value) || proto === ObjectPrototype || proto === null ? value : translate(value, path);
    if (typeof other !== 'object' || other === null) {
      made = tree(other, path, above);
    } else if (isArray(other)) {
      made = [];
      for (let i = 0; i < other.length; i++) {
        path[at] = i;
        made[i] = tree(other[i], path, above);
      }
    } else {
      const names = keys(other);
      let tagged = false;
      made = {};
      for (let i = 0; i < names.length; i++) {
        const name = names[i];
        tagged ||= name === '$cairn' || name === 'toJSON';
        path[at] = name;
        put(made, name, tree(other[name], path, above));
      }
      if (tagged) {
        const entries = [];
        for (let i = 0; i < names.length; i++) entries[i] = [names[i], made[names[i]]];
        made = { $cairn: ['object', entries] };
      }
    }
    path.length = at;
    above.length = depth;
    return made;
  };
  // What an object that is neither a list nor a plain one stands for.
  const translate = (value, path) => {
    if (value instanceof RealPromise) return refuse(path, 'is a promise: scripts are synchronous');
    if (value instanceof RealRegExp) return refuse(path, 'is a regular expression, which a checkpoint cannot keep');
    if (value instanceof RealBuffer) return refuse(path, 'is a buffer, which a checkpoint cannot keep');
    if (value instanceof RealError) return { name: RealString(value.name), message: RealString(value.message) };
    if (value instanceof RealNumber || value instanceof RealString || value instanceof RealBoolean || value instanceof RealBigInt) {
      return value.valueOf();
    }
    if (isView(value)) return arrayFrom(value);
    if (value instanceof RealSet) return arrayFrom(apply(setValues, value, []));
    if (!(value instanceof RealMap)) return value;
    const object = {};
    for (const [name, item] of apply(mapEntries, value, [])) put(object, RealString(name), item);
    return object;
  };
  const encode = (value, name) => {
    const text = stringify(plain(value, 0) ? value : tree(value, [name], []));
    if (text.length > MAX_OUTPUT) refuse([name], 'is larger than ' + MAX_OUTPUT / 1048576 + ' MB');
    return text;
  };
  const untag = (value) => {
    if (value === null || typeof value !== 'object') return value;
    if (isArray(value)) {
      for (let i = 0; i < value.length; i++) value[i] = untag(value[i]);
      return value;
    }
    const tag = hasOwn(value, '$cairn') ? value.$cairn : undefined;
    if (isArray(tag)) {
      switch (tag[0]) {
        case 'number': return RealNumber(tag[1]);
        case 'integer': return RealBigInt(tag[1]);
        case 'object': {
          const object = {};
          for (const [name, item] of tag[1]) put(object, name, untag(item));
          return object;
        }
        default: return new Temporal(tag[0], tag[1]);
      }
    }
    for (const name of keys(value)) put(value, name, untag(value[name]));
    return value;
  };
  const decode = (text) => {
    const value = parse(text);
    return text.includes('$cairn') ? untag(value) : value;
  };

  // Variables: read when the script first asks for one.
  let texts, slots, input;
  const known = (name) => typeof name === 'string' && (hasOwn(slots, name) || hasOwn(texts, name));
  const read = (name) => {
    if (hasOwn(slots, name)) return slots[name].value;
    if (!hasOwn(texts, name)) return undefined;
    const value = decode(texts[name]);
    slots[name] = { value, written: false };
    return value;
  };
  const write = (name, value) => {
    if (typeof name !== 'string' || name === '') throw new TypeError('the name of a variable is a text');
    if (!known(name)) expose(name);
    slots[name] = { value, written: true };
    return value;
  };
  const API = new RealSet(['variables', 'execution', 'BpmnError', 'globalThis', 'undefined', 'NaN', 'Infinity']);
  const isAPI = API.has.bind(API);
  const expose = (name) => {
    if (isAPI(name)) return;
    defineProperty(G, name, {
      get: () => read(name),
      set: (value) => { write(name, value); },
      enumerable: true,
      configurable: true,
    });
  };
  const names = () => {
    const all = keys(texts);
    for (const name of keys(slots)) if (!hasOwn(texts, name)) all[all.length] = name;
    return all;
  };
  const variables = new Proxy(create(null), {
    get: (_, name) => (typeof name === 'string' ? read(name) : undefined),
    set: (_, name, value) => { write(name, value); return true; },
    has: (_, name) => known(name),
    deleteProperty: (_, name) => { throw new TypeError('variable "' + RealString(name) + '" cannot be deleted; set it to null'); },
    ownKeys: () => names(),
    getOwnPropertyDescriptor: (_, name) =>
      known(name) ? { value: read(name), writable: true, enumerable: true, configurable: true } : undefined,
    defineProperty: (_, name, descriptor) => { write(name, descriptor.value); return true; },
    getPrototypeOf: () => null,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });

  // Chance and time, both out of the job's own state.
  const { imul, floor } = Math;
  let state = 0, now = 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  Math.random = random;
  function FrozenDate(...parts) {
    if (!new.target) return new RealDate(now).toString();
    return construct(RealDate, parts.length === 0 ? [now] : parts, new.target);
  }
  defineProperty(FrozenDate, 'name', { value: 'Date', configurable: true });
  defineProperty(FrozenDate, 'length', { value: 7, configurable: true });
  FrozenDate.prototype = RealDate.prototype;
  FrozenDate.now = () => now;
  FrozenDate.parse = RealDate.parse;
  FrozenDate.UTC = RealDate.UTC;
  defineProperty(RealDate.prototype, 'constructor', { value: FrozenDate, writable: true, configurable: true });

  const hidden = (name, value) => defineProperty(G, name, { value, writable: true, enumerable: false, configurable: true });
  hidden('Date', FrozenDate);
  hidden('crypto', freeze({
    randomUUID: () => {
      let text = '';
      for (let i = 0; i < 32; i++) {
        const digit = i === 12 ? 4 : i === 16 ? 8 + floor(random() * 4) : floor(random() * 16);
        text += (i === 8 || i === 12 || i === 16 || i === 20 ? '-' : '') + '0123456789abcdef'[digit];
      }
      return text;
    },
  }));
  hidden('BpmnError', BpmnError);
  hidden('variables', variables);
  const { get: reflected } = Reflect;
  // Another engine's objects have more: what is not here is refused by its name.
  const only = (name, members, has) => new Proxy(freeze(members), {
    get: (target, member, receiver) => {
      if (typeof member !== 'string' || member === 'toJSON' || member in target) return reflected(target, member);
      throw new Unsupported('uses ' + name + '.' + member + ', which there is not in Cairn' + has);
    },
  });
  // Of Java's classes there is the BPMN error of its engines, which is the one that is here.
  const ERRORS = new RealSet(${JSON.stringify(BPMN_ERRORS)});
  const isError = ERRORS.has.bind(ERRORS);
  const noClass = (name) => { throw new Unsupported('uses ' + name + ', which there is not in Cairn: scripts run without Java'); };
  const javaPath = (path) => {
    const at = path.startsWith('Packages.') ? path.slice(9) : path;
    if (isError(at)) return BpmnError;
    return new Proxy(function () {}, {
      get: (_, member) => (typeof member === 'string' ? javaPath(path + '.' + member) : noClass(path)),
      apply: () => noClass(path),
      construct: () => noClass(path),
    });
  };
  hidden('Java', only('Java', {
    type: (name) => (isError(RealString(name)) ? BpmnError : noClass('Java.type("' + RealString(name) + '")')),
  }, ': scripts run without Java'));
  hidden('execution', only('execution', {
    get id() { return input.executionId; },
    getVariable: (name) => { const value = read(RealString(name)); return value === undefined ? null : value; },
    setVariable: (name, value) => { write(RealString(name), value); },
    hasVariable: (name) => known(RealString(name)),
  }, ': its execution has id, getVariable, setVariable and hasVariable'));
  // Models written for bpmn-engine: environment.variables, environment.output, and next(error, result), which answers.
  hidden('environment', freeze({ variables, output: variables, settings: freeze({}), services: freeze({}) }));
  hidden('next', (error, result) => {
    if (error !== undefined && error !== null) throw error;
    return result;
  });
  // What differs from run to run, waits, or reaches out.
  for (const name of ['WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'performance', 'queueMicrotask', 'gc', 'navigator']) {
    delete G[name];
  }

  const start = (text) => {
    input = parse(text);
    texts = input.variables;
    slots = create(null);
    now = input.now;
    state = input.seed | 0;
    for (const root of input.javaRoots) if (!hasOwn(G, root)) hidden(root, javaPath(root));
    for (const name of keys(texts)) expose(name);
  };

  // A bare name that was assigned without a declaration is a variable too, a new one. What is declared with var or as a
  // function cannot be reconfigured, and stays the script's own; what is built in is not enumerable.
  const adopt = () => {
    const all = keys(G);
    for (let i = 0; i < all.length; i++) {
      const name = all[i];
      if (known(name) || isAPI(name)) continue;
      const found = getOwnPropertyDescriptor(G, name);
      if (found.configurable && hasOwn(found, 'value')) slots[name] = { value: found.value, written: true, bare: true };
    }
  };
  const encodeSlot = (slot, name) => {
    try {
      return encode(slot.value, name);
    } catch (error) {
      if (slot.bare !== true || !isUnsupported(error)) throw error;
      throw new Unsupported(error.message + '; what is the script\'s own is declared with const, let or var');
    }
  };
  const writes = () => {
    adopt();
    const written = {};
    for (const name of keys(slots)) {
      const slot = slots[name];
      // What cannot be changed in place, and was not written, is what it was.
      if (!slot.written && (typeof slot.value !== 'object' || slot.value === null)) continue;
      const text = encodeSlot(slot, name);
      if (slot.written || text !== texts[name]) put(written, name, text);
      slot.text = text;
    }
    return written;
  };
  const finish = (value) => {
    if (value instanceof RealPromise) throw new Unsupported('answers with a promise: scripts are synchronous');
    const output = { writes: writes() };
    if (input.wantsResult) {
      // A script often ends with a variable that it changed.
      if (typeof value === 'object' && value !== null) {
        for (const name of keys(slots)) if (slots[name].value === value) output.result = slots[name].text;
      }
      output.result ??= encode(value, 'the result');
    }
    return stringify(output);
  };
  // A condition is what JavaScript takes for true. A function or a promise is one that was never asked.
  const holds = (value) => {
    if (typeof value === 'function') throw new Unsupported('answers with a function, which is never called');
    if (value instanceof RealPromise) throw new Unsupported('answers with a promise: conditions are synchronous');
    return value ? true : false;
  };
  // Null: not a BPMN error.
  const caught = (error) => {
    const code = bpmnCode(error);
    if (code === null) return null;
    return stringify({ code, message: RealString(error.message), writes: writes() });
  };
  const describe = (error) => {
    if (typeof error !== 'object' || error === null) return stringify({ reason: 'threw ' + (typeof error === 'string' ? error : RealString(error)), stack: '' });
    const name = error.name === undefined ? '' : RealString(error.name);
    const message = error.message === undefined ? '' : RealString(error.message);
    const reason = isUnsupported(error) ? message : name !== '' && message !== '' ? 'failed: ' + name + ': ' + message : name + message === '' ? 'threw an object' : 'failed: ' + name + message;
    return stringify({ reason: reason.slice(0, 2000), stack: typeof error.stack === 'string' ? error.stack.slice(0, 4000) : '', unsupported: isUnsupported(error) });
  };
  return { start, finish, holds, caught, describe };
})()
`;
