/** Findings as people read them. */
import type { Finding } from './benchmark.ts';
import type { Conditions } from './conditions.ts';
import { median, type Series } from './measurement.ts';

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly findings: readonly Finding[];
}

export interface Ratio {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Ours divided by the baseline: of the medians, and the least and greatest of the single rounds. */
export function ratioOf({ ours, baseline }: Finding): Ratio | null {
  if (baseline === null) return null;
  const rounds = ours.values.map((value, index) => value / (baseline.values[index] ?? Number.NaN));
  return { median: median(ours.values) / median(baseline.values), min: Math.min(...rounds), max: Math.max(...rounds) };
}

/** An aim, what was measured, and whether that reaches it. */
export interface Reached {
  readonly aim: string;
  readonly measured: string;
  readonly reached: boolean;
}

export function reachedBy(finding: Finding): Reached | null {
  const { aim, unit, ours, baseline } = finding;
  if (aim === undefined) return null;
  const mine = median(ours.values);
  const theirs = baseline === null ? Number.NaN : median(baseline.values);
  const measured = aim.of === 'ours' ? mine : aim.of === 'ratio' ? mine / theirs : mine - theirs;
  const what = aim.of === 'ratio' ? '×' : unit;
  const beyond = aim.of === 'difference' ? ` beyond ${baseline?.what ?? ''}` : '';
  return {
    aim: `at ${aim.at} ${aim.value.toLocaleString('en-US')} ${what}${beyond}`,
    measured: `${number(measured)} ${what}`,
    reached: aim.at === 'least' ? measured >= aim.value : measured <= aim.value,
  };
}

/** All aims on one page. */
export function aimsText(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ name, findings }) =>
    findings.flatMap((finding) => {
      const found = reachedBy(finding);
      if (found === null) return [];
      const { aim, measured, reached } = found;
      return [[name, finding.ours.what, aim, measured, reached ? 'reached' : 'MISSED']];
    }),
  );
  if (rows.length === 0) return '';
  return ['aims', '', ...aligned([['', '', 'aim', 'measured (median)', ''], ...rows]), ''].join('\n');
}

/** Columns of one width; figures stand at the right. */
function aligned(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const columns = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows.map((row) =>
    `  ${row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(columns[column] ?? 0) : cell.padEnd(columns[column] ?? 0),
      )
      .join('  ')}`.trimEnd(),
  );
}

function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function spread(values: Series): string[] {
  return [Math.min(...values), median(values), Math.max(...values)].map(number);
}

function lines(finding: Finding): string[] {
  const ratio = ratioOf(finding);
  const rows = [['', 'min', 'median', 'max', '']];
  rows.push([finding.ours.what, ...spread(finding.ours.values), finding.unit]);
  if (finding.baseline !== null) rows.push([finding.baseline.what, ...spread(finding.baseline.values), finding.unit]);
  if (ratio !== null)
    rows.push(['ratio', number(ratio.min), number(ratio.median), number(ratio.max), 'ours : baseline, round by round']);
  const found = reachedBy(finding);
  return [
    ...aligned(rows, [1, 2, 3]),
    ...(found === null ? [] : [`  aim: ${found.aim}: ${found.reached ? 'reached' : 'MISSED'}, ${found.measured}`]),
    ...finding.conditions.map((condition) => `  · ${condition}`),
  ];
}

export function sectionText({ name, title, findings }: Section): string {
  return [`${name}: ${title}`, ...findings.flatMap((finding) => ['', ...lines(finding)]), ''].join('\n');
}

export function conditionsText(conditions: Conditions): string {
  const {
    date,
    processor,
    cores,
    memoryGb,
    load,
    node,
    betterSqlite3,
    sqlite,
    bpmnEngine,
    filesystem,
    durability,
    rounds,
  } = conditions;
  return [
    `${processor}, ${cores} cores, ${memoryGb} GB; load ${load} at ${date}`,
    `Node ${node}; SQLite ${sqlite} (better-sqlite3 ${betterSqlite3}); bpmn-engine ${bpmnEngine}`,
    `${filesystem}; ${durability}`,
    rounds,
    '',
  ].join('\n');
}
