import { expect, it } from 'vitest';
import type { TimelineMark } from '../../../engine/protocol/views.ts';
import type { Timeline } from '../../../engine/protocol/window-views.ts';
import { drawTimeline } from '../../../renderer/history/timeline-drawing.ts';
import { firstScale } from '../../../renderer/history/timeline-scale.ts';
import { job, mark } from './strip-parts.ts';

const width = 900;
const strip = 100;

function timelineOf(count: number, marks: readonly TimelineMark[]): Timeline {
  const each = Array.from({ length: count }, (_, index) => index);
  return {
    job,
    seq: each.map((index) => index + 1),
    kind: each.map(() => 0),
    reasons: each.map(() => 0),
    element: each.map(() => 0),
    at: each,
    bytes: each.map(() => 1_000),
    micros: each,
    incarnation: each.map(() => 1),
    reasonSets: [['task-after']],
    elements: ['task'],
    oldest: 1,
    marks: [...marks],
  };
}

interface Drawn {
  readonly bars: { readonly left: number; readonly right: number; readonly foot: number }[];
  readonly lines: { readonly left: number; readonly right: number }[];
  readonly texts: string[];
  /** Signs and words of the lines. */
  readonly words: { readonly text: string; readonly left: number; readonly right: number }[];
}

/** What is drawn of so many checkpoints: the bars in the colour of explicit ones, lines from top to bottom, words. */
function drawn(count: number, marks: readonly TimelineMark[]): Drawn {
  const found: Drawn = { bars: [], lines: [], texts: [], words: [] };
  let x = 0;
  const context = {
    fillStyle: '',
    lineWidth: 1,
    fillRect(left: number, top: number, wide: number, high: number) {
      // The pole of a flag is narrower than any bar.
      if (this.fillStyle === 'accent' && wide > 2) found.bars.push({ left, right: left + wide, foot: top + high });
    },
    moveTo(to: number) {
      x = to;
    },
    lineTo() {},
    stroke() {
      found.lines.push({ left: x - this.lineWidth / 2, right: x + this.lineWidth / 2 });
    },
    fillText(text: string, at: number) {
      found.texts.push(text);
      if (this.fillStyle === 'killed' || this.fillStyle === 'recovered')
        found.words.push({ text, left: at, right: at + 6 * text.length });
    },
    measureText: (text: string) => ({ width: 6 * text.length }),
    createLinearGradient: () => ({ addColorStop() {} }),
    clearRect() {},
    beginPath() {},
    fill() {},
    setLineDash() {},
    strokeRect() {},
  };
  drawTimeline(context as unknown as CanvasRenderingContext2D, {
    timeline: timelineOf(count, marks),
    scale: firstScale(count, width),
    height: strip,
    index: -1,
    other: null,
    hover: null,
    biggest: 1_000,
    colours: {
      line: 'line',
      text: 'text',
      muted: 'muted',
      accent: 'accent',
      accentSoft: 'accentSoft',
      implicit: 'implicit',
      surface: 'surface',
      killed: 'killed',
      recovered: 'recovered',
    },
    nameOf: () => 'A task',
  });
  return found;
}

it('draws the lines of a kill and of a takeover clear of the bars, however close these stand', () => {
  for (let count = 2; count <= 73; count += 1) {
    for (const after of [1, count]) {
      const { bars, lines } = drawn(count, [mark(after, 'killed'), mark(after, 'recovered')]);
      expect(lines).toHaveLength(2);
      expect(
        lines.filter((line) => bars.some((bar) => line.left < bar.right && line.right > bar.left)),
        `after ${after} of ${count}`,
      ).toEqual([]);
    }
  }
});

it('keeps the lines after the last bar apart, from it and from each other', () => {
  for (let count = 2; count <= 73; count += 1) {
    const { bars, lines } = drawn(count, [mark(count, 'killed'), mark(count, 'recovered')]);
    const [killed, recovered] = lines;
    const bar = Math.max(...bars.map(({ right }) => right));
    if (killed === undefined || recovered === undefined) throw new Error('no lines');
    expect(killed.left - bar, `of ${count}`).toBeGreaterThanOrEqual(1);
    expect(recovered.left - killed.right, `of ${count}`).toBeGreaterThanOrEqual(2);
  }
});

it('leaves a gap between the lines of a kill and of its takeover wherever two bars leave room for one', () => {
  for (let count = 3; count <= 73; count += 1) {
    const { bars, lines } = drawn(count, [mark(1, 'killed'), mark(1, 'recovered')]);
    const [first, second] = bars;
    const [killed, recovered] = lines;
    if (first === undefined || second === undefined || killed === undefined || recovered === undefined)
      throw new Error('not drawn');
    if (second.left - first.right < 5) continue;
    expect(recovered.left - killed.right, `of ${count}`).toBeGreaterThanOrEqual(1);
  }
});

it('writes a word beside its line, and only the sign where the word would stand elsewhere', () => {
  for (let count = 2; count <= 73; count += 1) {
    for (const after of [1, 2, count - 1, count]) {
      const { lines, words } = drawn(count, [mark(after, 'killed'), mark(after, 'recovered')]);
      for (const { text, left, right } of words) {
        const [killed, recovered] = lines;
        const away = text.startsWith('✂') ? (killed?.left ?? NaN) - right : left - (recovered?.right ?? NaN);
        expect(Math.abs(away), `${text} after ${after} of ${count}`).toBeLessThanOrEqual(12);
      }
    }
  }
  expect(drawn(61, [mark(1, 'killed'), mark(1, 'recovered')]).words.map(({ text }) => text)).toEqual([
    '✂',
    '↳ recovered',
  ]);
  expect(drawn(61, [mark(30, 'killed'), mark(30, 'recovered')]).words.map(({ text }) => text)).toEqual([
    '✂ killed',
    '↳ recovered',
  ]);
});

it('lets the bars stand lower where names have no room below them', () => {
  const [few, many] = [drawn(6, []), drawn(61, [])];
  expect(few.texts).toContain('A task');
  expect(many.texts).not.toContain('A task');
  expect(few.bars[0]?.foot).toBe(strip - 30);
  expect(many.bars[0]?.foot).toBe(strip - 18);
});
