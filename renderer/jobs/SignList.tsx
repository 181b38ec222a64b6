import { Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { signSample, type SignSample } from '../editor/sign-sample.ts';
import { useCommands } from '../workbench/command-registry.ts';
import { signGroups } from './sign-words.ts';
import { conditionWords, statusWords } from './status-words.ts';
import { StatusSign } from './StatusSign.tsx';
import { stillWords, type Still } from './still.ts';
import './jobs.css';

/** The others share the word of one of these. */
const explained: readonly Still[] = ['dead', 'absent', 'unknown', 'open', 'kept'];

/** What the signs on the diagrams and of the jobs mean: each as it is drawn there, with its word. */
export function SignList() {
  const [open, setOpen] = useState(false);
  useCommands([
    {
      id: 'signs.show',
      title: 'Show what the signs mean',
      group: 'View',
      keys: 'alt+l',
      words: 'help legend flags pills badges dots tokens colours symbols icons status',
      run: () => setOpen(true),
    },
  ]);
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="What the signs mean" size="1500px" yOffset="3dvh">
      <div className="job-signs">
        {signGroups.map(({ title, signs }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {signs.map(({ word, meaning, sample }) => (
                <Meaning key={word} meaning={meaning}>
                  <Drawn sample={sample} />
                  {word}
                </Meaning>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Status of a job</h3>
          <dl className="job-signs-status">
            {(Object.keys(statusWords) as (keyof typeof statusWords)[]).map((status) => (
              <Meaning key={status} meaning={statusWords[status].meaning}>
                <StatusSign status={status} />
              </Meaning>
            ))}
            <Meaning meaning={conditionWords.incident.meaning}>
              <StatusSign status="active" incidents={1} />
            </Meaning>
            <Meaning meaning={conditionWords.held.meaning}>
              <StatusSign status="active" held />
            </Meaning>
            {explained.map((still) => (
              <Meaning key={still} meaning={stillWords[still].meaning}>
                <StatusSign status="active" still={still} />
              </Meaning>
            ))}
          </dl>
        </section>
        <section>
          <h3>After a time</h3>
          <dl className="job-signs-status">
            <Meaning meaning="It is by the job’s own clock, not by the real one.">
              <span className="job-status">
                <span className="job-status-sign" aria-hidden>
                  ◷
                </span>
                <span>Own clock</span>
              </span>
            </Meaning>
          </dl>
        </section>
      </div>
    </Modal>
  );
}

function Meaning({ meaning, children }: { readonly meaning: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{children}</dt>
      <dd>{meaning}</dd>
    </div>
  );
}

function Drawn({ sample }: { readonly sample: SignSample }) {
  return <span className="job-sign-sample" ref={(span) => span?.replaceChildren(signSample(sample))} />;
}
