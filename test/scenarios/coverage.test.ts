/**
 * The page on coverage says what the diagrams of this folder did, no more and no less. After a change that is meant:
 * `CAIRN_COVERAGE=write npm run test:only -- test/scenarios/coverage.test.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { coverage, coveragePage, type Row } from './coverage.ts';

const page = new URL('../../docs/coverage.md', import.meta.url);
const data = new URL('../../docs/coverage.json', import.meta.url);
const writes = process.env['CAIRN_COVERAGE'] === 'write';

let rows: readonly Row[] = [];
beforeAll(async () => {
  rows = await coverage(new URL('.', import.meta.url));
}, 60_000);

test('the page and its data are up to date', () => {
  const text = coveragePage(rows);
  const json = `${JSON.stringify({ rows }, null, 1)}\n`;
  if (writes) {
    writeFileSync(page, text);
    writeFileSync(data, json);
  }
  expect(text).toBe(readFileSync(page, 'utf8'));
  expect(json).toBe(readFileSync(data, 'utf8'));
});

test('no row is silent: it has a run, or the words of its refusal', () => {
  expect(rows.length).toBeGreaterThan(150);
  const silent = rows.filter(({ shownBy, refusal }) => shownBy.length === 0 && (refusal ?? '') === '');
  expect(silent.map(({ group, element, place }) => `${group}: ${element}, ${place}`)).toEqual([]);
});

test('events, activities, gateways and flows are all executed', () => {
  const refused = rows.filter(({ group, refusal }) => group !== 'More' && refusal !== null);
  expect(refused.map(({ element, place }) => `${element}, ${place}`)).toEqual([]);
});
