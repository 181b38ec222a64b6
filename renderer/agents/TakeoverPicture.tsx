import { Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { AgentsView } from '../../engine/protocol/agent-views.ts';
import { microsText, relativeText } from '../ui/quantity.ts';
import { endWords, outageAfter, takeoverDrawing, type Bar, type TakeoverDrawing } from './takeover-drawing.ts';

const ranges = { minute: 60_000, quarter: 900_000, day: 86_400_000, all: null } as const;
const rangeWords = { minute: 'The last minute', quarter: 'The last 15 minutes', day: 'The last day', all: 'All' };
type Range = keyof typeof ranges;

const laneHeight = 34;
const top = 6;

/** Takeovers on a line of time: a lane for each agent, a bar for each time that it held the lease. */
export function TakeoverPicture({ tenures }: { readonly tenures: AgentsView['tenures'] }) {
  const [range, setRange] = useState<Range>('quarter');
  const now = useNow();
  const drawing = takeoverDrawing(tenures, now, ranges[range]);
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
        <Picture drawing={drawing} now={now} />
      )}
    </section>
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Picture({ drawing, now }: { readonly drawing: TakeoverDrawing; readonly now: number }) {
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
              x1={percent(at)}
              x2={percent(at)}
              y1={middle(from)}
              y2={middle(to)}
            />
          ))}
          {bars.map((bar, index) => (
            <BarPicture key={bar.tenure.epoch} bar={bar} words={wordsOf(bar, bars[index + 1], now)} />
          ))}
          {/* Over all bars: a sign must not lie under the next one. */}
          {bars.map((bar) => (
            <BarEnd key={bar.tenure.epoch} bar={bar} />
          ))}
        </svg>
        <div className="agents-ticks" aria-hidden>
          {[0, 0.5, 1].map((at) => (
            <span key={at}>{at === 1 ? 'now' : relativeText(begin + at * (end - begin), now)}</span>
          ))}
        </div>
        {bars.some(({ outage, to }) => outage > to) && (
          <p className="agents-note">A number is an epoch, ✕ a death, ❄ a freeze; dashed: nobody held the lease.</p>
        )}
      </div>
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
const middle = (lane: number): number => top + lane * laneHeight + laneHeight / 2;

function wordsOf({ tenure, open }: Bar, next: Bar | undefined, now: number): string {
  const { epoch, agent, end } = tenure;
  const ending = end === null ? (open ? 'holds the lease' : 'left without a word') : endWords[end].words;
  const outage = outageAfter(tenure, next?.tenure, now);
  return `Epoch ${epoch}: ${agent} ${ending}${outage > 0 ? `; then nobody held the lease for ${microsText(outage * 1000)}` : ''}.`;
}

function BarPicture({ bar, words }: { readonly bar: Bar; readonly words: string }) {
  const { tenure, lane, from, to, outage, open } = bar;
  const y = middle(lane);
  return (
    <g className="agents-bar" data-end={tenure.end ?? (open ? 'open' : 'unknown')}>
      <title>{`${words} Process ${tenure.pid}.`}</title>
      {outage > to && (
        <rect className="agents-outage" x={percent(to)} y={y - 4} width={percent(outage - to)} height="8" />
      )}
      <rect x={percent(from)} y={y - 9} width={percent(Math.max(0.004, to - from))} height="18" rx="3" />
      {to - from > 0.02 && (
        <text x={percent(from)} dx="6" y={y}>
          {/* The sign of its end takes room from what follows, not from its name. */}
          {to - from > 0.18 ? `epoch ${tenure.epoch}` : tenure.epoch}
        </text>
      )}
    </g>
  );
}

function BarEnd({ bar: { tenure, lane, to, open } }: { readonly bar: Bar }) {
  const ending = tenure.end === null ? null : endWords[tenure.end];
  return (
    <g className="agents-bar" data-end={tenure.end ?? (open ? 'open' : 'unknown')} aria-hidden>
      <text className="agents-bar-end" x={percent(to)} dx={to > 0.97 ? -14 : 4} y={middle(lane)}>
        {ending?.sign ?? (open ? '' : '✕')}
      </text>
    </g>
  );
}

function inWords(bars: readonly Bar[], now: number): string {
  const words = bars.map((bar, index) => wordsOf(bar, bars[index + 1], now));
  return words.slice(-8).join(' ');
}
