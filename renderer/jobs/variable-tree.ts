/**
 * Variables as rows of a tree: only what is unfolded is made, so that a value with a million entries costs what is seen
 * of it. With a second state beside it, each row says what differs.
 */
import type { PlainValue } from '../../engine/protocol/views.ts';
import { differingTexts } from './differing-texts.ts';
import { shortText } from './plain-json.ts';

export type Change = 'added' | 'removed' | 'changed';

export interface TreeRow {
  /** Unique: where it lies, from the scope down. */
  readonly id: string;
  readonly depth: number;
  readonly label: string;
  /** How it looks now, in one line; null: it is not there now. */
  readonly text: string | null;
  /** How it looked in the other state, where it differs. */
  readonly before: string | null;
  readonly kind: 'scope' | 'text' | 'number' | 'truth' | 'nothing' | 'list' | 'object' | 'more';
  /** Null: nothing lies in it. */
  readonly open: boolean | null;
  readonly change: Change | null;
  /** Names from the root of its scope to here; empty for scopes. */
  readonly path: readonly string[];
  /** Id of its scope. */
  readonly scope: string;
  /** Bytes of the whole value, where only a beginning of it was sent; null: this is all of it. */
  readonly cut: number | null;
}

export interface TreeScope {
  readonly id: string;
  /** Null: the job's own scope, which has no row. */
  readonly label: string | null;
  readonly variables: Readonly<Record<string, PlainValue>>;
}

export interface TreeInput {
  readonly scopes: readonly TreeScope[];
  /** Of the state to compare with; null: nothing is compared. */
  readonly other: readonly TreeScope[] | null;
  /** Rows unfolded; scopes are unfolded unless they are in `folded`. */
  readonly open: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
  /** Names of variables that were cut, as `scope\nname`, with the bytes of their whole. */
  readonly cut: ReadonlyMap<string, number>;
  /** Only variables whose name holds this; empty: all. */
  readonly filter: string;
  /** Only what differs. */
  readonly changesOnly: boolean;
}

/** Entries shown of one list or object at first; the rest is behind a row of its own. */
const pageOf = 200;

type Entries = Readonly<Record<string, PlainValue>>;

/** In the order of names; entries of values keep theirs. */
export function treeRows(input: TreeInput): TreeRow[] {
  const others = new Map((input.other ?? []).map((scope) => [scope.id, scope]));
  const gone = (input.other ?? []).filter(({ id }) => !input.scopes.some((scope) => scope.id === id));
  return [
    ...input.scopes.flatMap((scope) =>
      scopeRows(input, scope, input.other === null ? null : (others.get(scope.id) ?? null)),
    ),
    ...gone.flatMap((scope) => scopeRows(input, { ...scope, variables: {} }, scope)),
  ];
}

function scopeRows(input: TreeInput, scope: TreeScope, other: TreeScope | null): TreeRow[] {
  const before: Entries | null = input.other === null ? null : (other?.variables ?? {});
  const names = [...new Set([...Object.keys(scope.variables), ...Object.keys(before ?? {})])]
    .filter((name) => name.toLowerCase().includes(input.filter.toLowerCase()))
    .toSorted();
  const depth = scope.label === null ? 0 : 1;
  const rows = names.flatMap((name) =>
    entryRows(input, scope.id, [name], depth, read(scope.variables, name), sideOf(before, name)),
  );
  if (scope.label === null) return rows;
  if (rows.length === 0) return [];
  const open = !input.folded.has(scope.id);
  const head: TreeRow = {
    id: scope.id,
    depth: 0,
    label: scope.label,
    text: '',
    before: null,
    kind: 'scope',
    open,
    change: null,
    path: [],
    scope: scope.id,
    cut: null,
  };
  return [head, ...(open ? rows : [])];
}

/** What lies where a row is; undefined: nothing does. */
export function valueAt(scopes: readonly TreeScope[], row: Pick<TreeRow, 'scope' | 'path'>): PlainValue | undefined {
  const scope = scopes.find(({ id }) => id === row.scope);
  return row.path.reduce<PlainValue | undefined>((value, name) => read(entriesOf(value), name), scope?.variables);
}

/** Whether a row shows only the beginning of what it stands for, or may: then all of it can be looked at. */
export function isLong({ open, kind, text, before }: TreeRow): boolean {
  if (open !== null || kind === 'scope' || kind === 'more') return false;
  return (text ?? '').length + (before ?? '').length > 24;
}

/** The other state's value; null where nothing is compared. */
type Other = { readonly value: PlainValue | undefined } | null;
const read = (entries: Entries, name: string): PlainValue | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined;
const sideOf = (entries: Entries | null, name: string): Other =>
  entries === null ? null : { value: read(entries, name) };

function entryRows(
  input: TreeInput,
  scope: string,
  path: readonly string[],
  depth: number,
  value: PlainValue | undefined,
  other: Other,
): TreeRow[] {
  const change = changeOf(value, other);
  if (input.changesOnly && change === null) return [];
  const id = JSON.stringify([scope, ...path]);
  const shown = value ?? other?.value ?? null;
  const holds = entriesIn(shown) > 0;
  const open = holds ? input.open.has(id) : null;
  const cut = path.length > 1 ? null : (input.cut.get(`${scope}\n${path[0] ?? ''}`) ?? null);
  // Of a line little is seen: what differs comes soon.
  const [now, before] =
    change === 'changed' && cut === null
      ? differingTexts(value, other?.value, { limit: 200, keep: 14 }).map(({ text }) => text)
      : [cut !== null && !holds ? beginningText(value ?? null) : shortText(value, 200), shortText(other?.value, 200)];
  const row: TreeRow = {
    id,
    depth,
    label: path.at(-1) ?? '',
    text: value === undefined ? null : (now ?? null),
    before: change === null || change === 'added' ? null : (before ?? null),
    kind: kindOf(shown),
    open,
    change,
    path,
    scope,
    cut,
  };
  return open === true ? [row, ...childRows(input, row, value, other)] : [row];
}

/** Of a value so large that nothing of it was sent, not even its first entry: it is not empty. */
function beginningText(value: PlainValue): string {
  return Array.isArray(value) ? '[ … ]' : typeof value === 'object' ? '{ … }' : shortText(value, 200);
}

function childRows(input: TreeInput, row: TreeRow, value: PlainValue | undefined, other: Other): TreeRow[] {
  const now = entriesOf(value);
  const before = other === null ? null : entriesOf(other.value);
  const names = before === null ? Object.keys(now) : [...new Set([...Object.keys(now), ...Object.keys(before)])];
  const moreId = `${row.id}…`;
  const limit = input.open.has(moreId) ? names.length : pageOf;
  const rows = names
    .slice(0, limit)
    .flatMap((name) =>
      entryRows(input, row.scope, [...row.path, name], row.depth + 1, read(now, name), sideOf(before, name)),
    );
  if (names.length <= limit) return rows;
  return [
    ...rows,
    {
      ...row,
      id: moreId,
      depth: row.depth + 1,
      label: `${names.length - limit} more`,
      text: '',
      before: null,
      kind: 'more',
      open: false,
      change: null,
      cut: null,
    },
  ];
}

function changeOf(value: PlainValue | undefined, other: Other): Change | null {
  if (other === null) return null;
  if (value === undefined) return 'removed';
  if (other.value === undefined) return 'added';
  return samePlain(value, other.value) ? null : 'changed';
}

/** Deep equality; −0 and 0 differ, as they do in the engine. */
export function samePlain(a: PlainValue, b: PlainValue): boolean {
  if (Object.is(a, b)) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Entries;
  const right = b as Entries;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const [own, others] = [read(left, name), read(right, name)];
    return own !== undefined && others !== undefined && samePlain(own, others);
  });
}

const entriesOf = (value: PlainValue | undefined): Entries =>
  value === undefined || value === null || typeof value !== 'object' ? {} : (value as Entries);

function entriesIn(value: PlainValue): number {
  return value === null || typeof value !== 'object' ? 0 : Object.keys(value).length;
}

function kindOf(value: PlainValue): TreeRow['kind'] {
  if (value === null) return 'nothing';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'truth';
  if (typeof value === 'object') return Array.isArray(value) ? 'list' : 'object';
  return 'number';
}
