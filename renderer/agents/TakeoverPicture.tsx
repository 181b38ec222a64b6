import { Select } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import type { AgentsView } from '../../engine/protocol/agent-views.ts';
import { countText, durationText } from '../ui/quantity.ts';
import { onTick, windowNow } from '../ui/window-clock.ts';
import {
  beginOf,
  endWords,
  NARROWEST,
  numberSide,
  outageAfter,
  outageEnd,
  SHORT,
  signSide,
  takeoverDrawing,
  type Bar,
  type TakeoverDrawing,
} from './takeover-drawing.ts';

const ranges = { minute: 60_000, quarter: 900_000, day: 86_400_000, all: null } as const;
const rangeWords = { minute: 'The last minute', quarter: 'The last 15 minutes', day: 'The last day', all: 'All' };
type Range = keyof typeof ranges;

const laneHeight = 34;
const top = 6;

/** Takeovers on a line of time: a lane for each agent, a bar for each time that it held the lease. */
export function TakeoverPicture({ tenures }: { readonly tenures: AgentsView['tenures'] }) {
  const [range, setRange] = useState<Range>('quarter');
  const now = useSyncExternalStore(onTick, windowNow);
  const rangeMs = ranges[range];
  const begin = rangeMs === null ? null : now - rangeMs;
  const drawing = takeoverDrawing(tenures, now, rangeMs);
  return (
    <section className="agents-takeovers" aria-label="Takeovers">
      <div className="agents-takeovers-head">
        <h3>Who held the lease</h3>
        <Select
          aria-label="How much of the past"
          data={Object.entries(rangeWords).map(([value, label]) => ({ value, label }))}
          value={range}
          allowDeselect={false}
          onChange={(value) => setRange((value ?? 'quarter') as Range)}
        />
      </div>
      {drawing === null ? (
        <p className="job-quiet">Nobody held it {range === 'all' ? 'yet' : 'in that time'}.</p>
      ) : (
        <Picture drawing={drawing} now={now} whole={begin === null || drawing.begin > begin} />
      )}
    </section>
  );
}

interface PictureProps {
  readonly drawing: TakeoverDrawing;
  readonly now: number;
  /** It begins with the first lease: all that was asked for is longer than all there is. */
  readonly whole: boolean;
}

function Picture({ drawing, now, whole }: PictureProps) {
  const { lanes, bars, takeovers, begin, end } = drawing;
  const height = top + lanes.length * laneHeight;
  return (
    <div className="agents-lanes">
      <ul className="agents-lane-names" aria-hidden>
        {lanes.map((lane) => (
          <li key={lane} title={lane}>
            {lane}
          </li>
        ))}
      </ul>
      <div className="agents-lane-picture">
        <svg width="100%" height={height} role="img" aria-label={inWords(bars, now)}>
          {lanes.map((lane, index) => (
            <line key={lane} className="agents-lane" x1="0" x2="100%" y1={middle(index)} y2={middle(index)} />
          ))}
          {takeovers.map(({ at, from, to }) => (
            <line
              key={`${at} ${to}`}
              className="agents-takeover"
              x1={percent(beginOf(at))}
              x2={percent(beginOf(at))}
              y1={middle(from)}
              y2={middle(to)}
            >
              <title>{`${lanes[to]} took over from ${lanes[from]}.`}</title>
            </line>
          ))}
          {bars.map((bar, index) => (
            <BarPicture
              key={bar.tenure.epoch}
              bar={bar}
              words={wordsOf(bar, bars[index + 1], now)}
              few={bars.length <= 10}
              side={numberSide(drawing, index)}
              nobodyTo={outageEnd(drawing, index)}
            />
          ))}
          {/* Over all bars: a sign must not lie under the next one. */}
          {bars.map((bar, index) => (
            <BarEnd key={bar.tenure.epoch} bar={bar} side={signSide(drawing, index)} />
          ))}
        </svg>
        <div className="agents-ticks" aria-hidden>
          {[0, 0.5, 1].map((at) => (
            <span key={at}>
              {at === 0 && whole ? 'first lease, ' : ''}
              {at === 1 ? 'now' : agoText((1 - at) * (end - begin), end - begin)}
            </span>
          ))}
        </div>
        {(takeovers.length > 0 || bars.some(({ outage, to }) => outage > to)) && (
          <p className="agents-note">
            A number is an epoch: green holds the lease, blue held it; ✕ a death, ❄ a freeze; dashed or solid red:
            nobody
            {takeovers.length > 0 && '; upright line: another agent took over'}.
          </p>
        )}
      </div>
    </div>
  );
}

/** In the unit of the whole, exact enough for its half to be half: `8.5 seconds ago`, `90 minutes ago`. */
function agoText(milliseconds: number, whole: number): string {
  const [unit, length] =
    whole < 120_000
      ? ['second', 1_000]
      : whole < 7_200_000
        ? ['minute', 60_000]
        : whole < 172_800_000
          ? ['hour', 3_600_000]
          : ['day', 86_400_000];
  return `${countText(Number((milliseconds / length).toFixed(1)), unit)} ago`;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
const middle = (lane: number): number => top + lane * laneHeight + laneHeight / 2;

function wordsOf({ tenure, open }: Bar, next: Bar | undefined, now: number): string {
  const { epoch, agent, end } = tenure;
  const ending = end === null ? (open ? 'holds the lease' : 'left without a word') : endWords[end].words;
  const outage = outageAfter(tenure, next?.tenure, now);
  return `Epoch ${epoch}: ${agent} ${ending}${outage > 0 ? `; then nobody held the lease for ${durationText(outage)}` : ''}.`;
}

interface BarProps {
  readonly bar: Bar;
  readonly words: string;
  /** There is room for the numbers of the shortest, too. */
  readonly few: boolean;
  readonly side: ReturnType<typeof numberSide>;
  /** Where the box ends in which nobody held the lease. */
  readonly nobodyTo: number;
}

/** Of the number over a bar, from its middle; on the left from its beginning, where the line of a takeover may go up. */
const numberSides = {
  before: { textAnchor: 'end', dx: -5, dy: 0 },
  left: { textAnchor: 'end', dx: -5, dy: -17 },
  middle: { textAnchor: 'middle', dx: 0, dy: -17 },
  right: { textAnchor: 'start', dx: 5, dy: -17 },
  within: { textAnchor: 'middle', dx: 0, dy: 0 },
} as const;

function BarPicture({ bar, words, few, side, nobodyTo }: BarProps) {
  const { tenure, lane, from, to, outage, open } = bar;
  const y = middle(lane);
  const width = Math.max(NARROWEST, to - from);
  const place = to - from > SHORT ? 'within' : side;
  return (
    <g className="agents-bar" data-end={tenure.end ?? (open ? 'open' : 'unknown')}>
      <title>{`${words} Process ${tenure.pid}.`}</title>
      {outage > to && (
        <rect
          className="agents-outage"
          data-short={outage - to < NARROWEST * 2 || undefined}
          x={percent(to)}
          y={y - 4}
          width={percent(nobodyTo - to)}
          height="8"
        />
      )}
      <rect x={percent(beginOf(from))} y={y - 9} width={percent(width)} height="18" rx="3" />
      {/* The sign of its end takes room from what follows, not from its name. */}
      {to - from > 0.18 && (
        <text x={percent(from)} dx="6" y={y}>
          epoch {tenure.epoch}
        </text>
      )}
      {to - from <= 0.18 && (few || to - from > SHORT) && (
        // In the middle of its bar, or before or over one that is too short for it.
        <text
          className="agents-bar-number"
          data-over={to - from <= SHORT || undefined}
          x={percent(place === 'left' || place === 'before' ? beginOf(from) : (from + to) / 2)}
          y={y}
          {...numberSides[place]}
        >
          {tenure.epoch}
        </text>
      )}
    </g>
  );
}

interface EndProps {
  readonly bar: Bar;
  readonly side: ReturnType<typeof signSide>;
}

function BarEnd({ bar: { tenure, lane, to, open }, side }: EndProps) {
  const ending = tenure.end === null ? null : endWords[tenure.end];
  return (
    <g className="agents-bar" data-end={tenure.end ?? (open ? 'open' : 'unknown')} aria-hidden>
      <text
        className="agents-bar-end"
        data-side={side}
        x={percent(to)}
        {...(side === 'within' ? { textAnchor: 'end', dx: -4 } : { dx: 4 })}
        y={middle(lane)}
      >
        {ending?.sign ?? (open ? '' : '✕')}
      </text>
    </g>
  );
}

function inWords(bars: readonly Bar[], now: number): string {
  const words = bars.map((bar, index) => wordsOf(bar, bars[index + 1], now));
  return words.slice(-8).join(' ');
}
