/** Names of files in the workspace: what may stand in one, which are free, and what a file that comes from outside becomes. */
import { folderOf, kindOf } from './open-files.ts';

/** A path in three parts: `processes/old/` · `order` · `.bpmn`. */
export interface NameParts {
  readonly folder: string;
  readonly base: string;
  readonly ending: string;
}

export function partsOf(path: string): NameParts {
  const slash = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  const end = dot > slash ? dot : path.length;
  return { folder: path.slice(0, slash), base: path.slice(slash, end), ending: path.slice(end) };
}

/**
 * Where a file goes that is given another name: beside where it is. A name with slashes counts from the folder of its
 * kind, so that it can be moved; the ending stays, whether it is written or not.
 */
export function pathNamed(path: string, name: string): string {
  const { folder, ending } = partsOf(path);
  const bare = name.trim().toLowerCase().endsWith(ending.toLowerCase())
    ? name.trim().slice(0, -ending.length)
    : name.trim();
  const kind = kindOf(path);
  const root = kind === null ? folder : folderOf[kind];
  return `${bare.includes('/') ? root : folder}${bare}${ending}`;
}

/** Why a name cannot be one; null: it can. */
export function nameProblem(name: string): string | null {
  const parts = name.trim().split('/');
  if (parts.some((part) => part.trim() === '')) return name.trim() === '' ? 'Needs a name.' : 'A folder has no name.';
  if (parts.some((part) => part.startsWith('.'))) return 'A name does not begin with a dot.';
  const strange = /[\\:*?"<>|\p{Cc}]/u.exec(name)?.[0];
  return strange === undefined ? null : `A name holds no ${/\p{Cc}/u.test(strange) ? 'control characters' : strange}`;
}

/** The path, with a number where it is taken: `order-2.bpmn`. */
export function freePath(path: string, taken: ReadonlySet<string>): string {
  const { folder, base, ending } = partsOf(path);
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? path : `${folder}${base}-${number}${ending}`;
    if (!taken.has(free)) return free;
  }
}

const bpmn = /["']http:\/\/www\.omg\.org\/spec\/BPMN\/20100524\/MODEL["']/;
const dmn = /["']https?:\/\/www\.omg\.org\/spec\/DMN\/\d+\/(?:MODEL\/|dmn\.xsd)["']/;

/** Where a file from outside goes by its name, and by what it holds where its name is only `.xml`; null: it is none of Cairn's. */
export function pathForIntake(name: string, text: string): string | null {
  const plain = name.replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, '-').replace(/^\.+/, '');
  const known = /^(.*?)\.(bpmn|dmn|json)$/i.exec(plain);
  if (known !== null) {
    const path = `${known[1] === '' ? 'untitled' : known[1]}.${known[2]?.toLowerCase()}`;
    const kind = kindOf(path);
    return kind === null || kind === 'settings' ? null : `${folderOf[kind]}${path}`;
  }
  const vendor = /^(.+?)(?:\.bpmn20|\.bpmn|\.dmn11|\.dmn)?\.(?:xml|bpmn2)$/i.exec(plain);
  if (vendor === null) return null;
  if (bpmn.test(text)) return `${folderOf.process}${vendor[1]}.bpmn`;
  return dmn.test(text) ? `${folderOf.rules}${vendor[1]}.dmn` : null;
}

/**
 * The text of a BPMN file whose processes have ids of their own, so that the two files are not versions of one process;
 * names of processes get the same number. `taken`: ids of all processes of the workspace.
 */
export function withOwnProcesses(text: string, taken: ReadonlySet<string>): { text: string; ids: string[] } {
  const ids: string[] = [];
  const all = new Set(taken);
  let copy = text;
  for (const [tag, attributes = ''] of text.matchAll(processTag)) {
    const [, id] = /(?:^|\s)id\s*=\s*["']([^"']*)["']/.exec(attributes) ?? [];
    if (id === undefined) continue;
    let number = 2;
    while (all.has(`${id}-${number}`)) number += 1;
    const own = `${id}-${number}`;
    all.add(own);
    ids.push(own);
    const renamed = (part: string, ids: RegExp): string =>
      part.replace(ids, (_, before: string, quote: string) => `${before}${quote}${own}${quote}`);
    const named = tag.replace(/(\sname\s*=\s*)(["'])(.+?)\2/, `$1$2$3 ${number}$2`);
    // Only here is it the id of the process: a field of a form, say, may have the same.
    copy = copy.replace(tag, () => renamed(named, holding('id', id)));
    copy = renamed(copy, holding('bpmnElement|processRef|calledElement|processId', id));
  }
  return { text: copy, ids };
}

const processTag = /<(?:[\w.-]+:)?process\s((?:[^>"']|"[^"]*"|'[^']*')*)>/g;

/** These attributes, where they hold an id: its pool, its plane, and where it calls itself. */
function holding(attributes: string, id: string): RegExp {
  const plain = id.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(\\s(?:${attributes})\\s*=\\s*)(["'])${plain}\\2`, 'g');
}
