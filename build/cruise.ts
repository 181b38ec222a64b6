/**
 * Checks every import against the table. Fails when it sees fewer modules than there are source files: the tool reads
 * TypeScript only through version 6's compiler API, and without it scans nothing and calls that clean.
 *
 *     node build/cruise.ts [root]
 */
import { existsSync, globSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { table, type Allowed, type Row } from './dependency-table.ts';

const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
const sourceFolders = ['engine', 'electron', 'renderer', 'test'].filter((folder) => existsSync(resolve(root, folder)));

const literally = (text: string): string => text.replaceAll('.', '\\.').replaceAll('*', '[^/]+');
const below = ({ folder, files = [''] }: Allowed): string[] => files.map((file) => `^${folder}/${literally(file)}`);
const inPackage = (name: string): string => `node_modules/(@types/)?${literally(name)}/`;

function rulesFor(folder: string, row: Row): IForbiddenRuleType[] {
  const project = row.project ?? [];
  const whole = project.filter(({ types }) => types === undefined).flatMap(below);
  const types = project.filter((allowed) => allowed.types === true).flatMap(below);
  const packages = (row.packages ?? []).map(inPackage);
  const node = row.node === 'any' ? ['.*'] : (row.node ?? []);
  const nodeModules = node.map((name) => `^(node:)?${name}(/|$)`);
  const own = [`^${folder}/`, ...whole];
  const from = { path: `^${folder}/` };
  const severity = 'error';
  return [
    {
      name: `${folder}: not in the table`,
      severity,
      from,
      to: { pathNot: [...own, ...types, ...packages], dependencyTypesNot: ['core'] },
    },
    {
      name: `${folder}: not in the table (Node)`,
      severity,
      from,
      to: { dependencyTypes: ['core'], ...(nodeModules.length > 0 ? { pathNot: nodeModules } : {}) },
    },
    ...(types.length === 0
      ? []
      : [
          {
            name: `${folder}: types only`,
            severity,
            from,
            to: { path: types, pathNot: [...own, ...packages], dependencyTypesNot: ['type-only' as const] },
          } satisfies IForbiddenRuleType,
        ]),
  ];
}

const forbidden: IForbiddenRuleType[] = [
  ...Object.entries(table).flatMap(([folder, row]) => rulesFor(folder, row)),
  {
    name: 'folder not in the table',
    severity: 'error',
    from: { path: '^(engine|electron|renderer)/', pathNot: Object.keys(table).map((folder) => `^${folder}/`) },
    to: {},
  },
  { name: 'nothing imports test', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
  {
    name: 'no cycles',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
];

process.chdir(root);
const { output } = await cruise(
  sourceFolders,
  {
    validate: true,
    ruleSet: { forbidden },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.md$' },
    outputType: 'json',
  },
  { conditionNames: ['import', 'types', 'node', 'default'], exportsFields: ['exports'] },
);
const result = (typeof output === 'string' ? JSON.parse(output) : output) as ICruiseResult;

const onDisk = globSync(sourceFolders.map((folder) => `${folder}/**/*.{ts,tsx}`)).filter(
  (file) => !file.endsWith('.d.ts'),
);
const scanned = new Set(result.modules.map(({ source }) => source));
const unseen = onDisk.map((file) => file.replaceAll('\\', '/')).filter((file) => !scanned.has(file));
for (const { rule, from, to, cycle } of result.summary.violations) {
  const way = cycle === undefined ? to : cycle.map(({ name }) => name).join(' → ');
  console.error(`${rule.name}: ${from} → ${way}`);
}
for (const file of unseen) console.error(`not scanned: ${file}`);
console.log(`${onDisk.length} source files, ${result.summary.violations.length} forbidden imports`);
if (onDisk.length === 0) console.error('no source file was found: the check is blind');
process.exitCode = result.summary.violations.length + unseen.length > 0 || onDisk.length === 0 ? 1 : 0;
