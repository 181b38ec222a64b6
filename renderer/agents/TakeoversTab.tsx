import type { AgentsView } from '../../engine/protocol/agent-views.ts';
import { ExactTime } from '../ui/RelativeTime.tsx';
import { durationText } from '../ui/quantity.ts';
import { useAgents } from './agents-store.ts';
import { endWords, outageAfter } from './takeover-drawing.ts';

/** The same as the picture, to read. */
export function TakeoversTab() {
  const tenures = useAgents(({ view }) => view?.tenures ?? []);
  if (tenures.length === 0) return <p className="job-quiet">Nobody has held the lease yet.</p>;
  return (
    <div className="agents-list">
      <table className="agents-tenures" aria-label="Who held the lease">
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            <th scope="col">Agent</th>
            <th scope="col">Process</th>
            <th scope="col">From</th>
            <th scope="col">For</th>
            <th scope="col">How it ended</th>
          </tr>
        </thead>
        <tbody>
          {tenures.map(({ epoch, agent, pid, beganAt, endedAt, end }, index) => (
            <tr key={epoch}>
              <td>{epoch}</td>
              <td>{agent}</td>
              <td>{pid}</td>
              <td>
                <ExactTime at={beganAt} />
              </td>
              <td>{endedAt === null ? '–' : durationText(Date.parse(endedAt) - Date.parse(beganAt))}</td>
              <td>
                {end === null ? (
                  index === 0 && endedAt === null ? (
                    'still holds it'
                  ) : (
                    'left without a word'
                  )
                ) : (
                  <>
                    <span aria-hidden>{endWords[end].sign}</span> {endWords[end].words}
                  </>
                )}
                <Outage tenures={tenures} index={index} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How long nobody held the lease afterwards, newest tenure first. */
function Outage({ tenures, index }: { readonly tenures: AgentsView['tenures']; readonly index: number }) {
  const [tenure, next] = [tenures[index], tenures[index - 1]];
  if (tenure === undefined) return null;
  if (tenure.end === null && next === undefined) return tenure.endedAt === null ? null : '; nobody holds it since';
  const outage = outageAfter(tenure, next, 0);
  return outage > 0 ? `; nobody held it for ${durationText(outage)}` : null;
}
