import { ActionIcon, Button, Radio, Stack } from '@mantine/core';
import { Unplug, X } from 'lucide-react';
import { useState } from 'react';
import type { CrashPoint, CrashPointName } from '../../engine/protocol/engine-link.ts';
import { useClient } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { elementName } from '../jobs/element-names.ts';
import { useEngineNeeded } from '../jobs/dead-engine.ts';
import type { JobDiagram } from '../jobs/job-feed.ts';
import { chooseElement } from '../jobs/job-store.ts';
import { armPlug, armRefusalOf, disarmPlug } from './arm.ts';
import { pointNames, pointWords } from './crash-words.ts';

/** Arms the plug on an element: the engine's process dies there, for real. */
export function PlugPanel(props: {
  readonly element: string;
  readonly diagram: JobDiagram | null;
  /** The job that is looked at has ended: what is armed is for the next one. */
  readonly ended: boolean;
}) {
  const { element, diagram, ended } = props;
  const client = useClient();
  const [point, setPoint] = useState<CrashPointName>('after-effect');
  const [busy, setBusy] = useState(false);
  const engine = useEngineNeeded();
  const refusal = useHostState((state) => armRefusalOf(state.engine));
  const isArmed = useHostState((state) =>
    (state.engine?.armed ?? noPoints).some(
      (each) => each.element === element && each.point === point && each.visit === 1,
    ),
  );
  const reason = refusal ?? (isArmed ? 'It is armed there already' : null);
  const needsEngine = engine.disabled || reason === null ? engine : { disabled: true, title: reason };
  const name = elementName(diagram?.graph ?? null, element);
  const arm = async (): Promise<void> => {
    setBusy(true);
    await armPlug(client, { element, point });
    setBusy(false);
  };
  return (
    <section className="runs-section" aria-label={`Pull the plug at ${name}`}>
      <h3>{ended ? 'Pull the plug here in the next job' : 'Pull the plug here'}</h3>
      {ended && <p className="runs-card-note">This job has ended. The engine dies at the next one that comes here.</p>}
      <Radio.Group
        aria-label="When the engine is to die"
        value={point}
        onChange={(value) => setPoint(pointNames.find((each) => each === value) ?? 'after-effect')}
      >
        <Stack gap={4}>
          {pointNames.map((each) => (
            <Radio key={each} value={each} label={pointWords[each].title} description={pointWords[each].meaning} />
          ))}
        </Stack>
      </Radio.Group>
      <div className="runs-actions">
        <Button
          className="runs-arm"
          leftSection={<Unplug size={14} aria-hidden />}
          loading={busy}
          {...needsEngine}
          onClick={() => void arm()}
        >
          Arm
        </Button>
        {needsEngine.title !== undefined && <span className="runs-card-note">{needsEngine.title}.</span>}
      </div>
    </section>
  );
}

/** Where the plug is armed, in whichever process. */
export function ArmedList({ diagram }: { readonly diagram: JobDiagram | null }) {
  const client = useClient();
  const armed = useHostState(({ engine }) => engine?.armed ?? noPoints);
  if (armed.length === 0) return null;
  return (
    <section className="runs-section" aria-label="Armed">
      <h3>Armed</h3>
      <ul className="runs-armed">
        {armed.map((point) => (
          <li key={`${point.element} ${point.point}`}>
            <span>
              <span aria-hidden>⚡ </span>
              Dies {pointWords[point.point].at} <PlaceOf element={point.element} diagram={diagram} />
              {point.visit > 1 && `, visit ${point.visit}`}
            </span>
            <ActionIcon
              aria-label={`Disarm ${elementName(diagram?.graph ?? null, point.element)}`}
              title="Disarm"
              onClick={() => void disarmPlug(client, point)}
            >
              <X size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** It may be in another process than the one on the screen. */
function PlaceOf({ element, diagram }: { readonly element: string; readonly diagram: JobDiagram | null }) {
  const name = elementName(diagram?.graph ?? null, element);
  if (diagram?.graph?.nodes.has(element) !== true) return name;
  return (
    <button type="button" className="job-link" title="Show it on the diagram" onClick={() => chooseElement(element)}>
      {name}
    </button>
  );
}

const noPoints: readonly CrashPoint[] = [];
