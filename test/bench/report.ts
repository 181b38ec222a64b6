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
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [...table.map((line) => `  ${line.trimEnd()}`), ...finding.conditions.map((condition) => `  · ${condition}`)];
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
