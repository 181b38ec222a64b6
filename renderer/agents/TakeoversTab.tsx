import { RelativeTime } from '../ui/RelativeTime.tsx';
import { microsText } from '../ui/quantity.ts';
import { useAgents } from './agents-store.ts';
import { endWords } from './takeover-drawing.ts';

/** The same as the picture, to read. */
export function TakeoversTab() {
  const tenures = useAgents(({ view }) => view?.tenures ?? []);
  if (tenures.length === 0) return <p className="job-quiet">Nobody has held the lease yet.</p>;
  return (
    <div className="agents-list">
      <table aria-label="Who held the lease">
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            <th scope="col">Agent</th>
            <th scope="col">Process</th>
            <th scope="col">From</th>
            <th scope="col">For</th>
            <th scope="col">Until it</th>
          </tr>
        </thead>
        <tbody>
          {tenures.map(({ epoch, agent, pid, beganAt, endedAt, end }, index) => (
            <tr key={epoch}>
              <td>{epoch}</td>
              <td>{agent}</td>
              <td>{pid}</td>
              <td>
                <RelativeTime at={beganAt} />
              </td>
              <td>{endedAt === null ? '' : microsText((Date.parse(endedAt) - Date.parse(beganAt)) * 1000)}</td>
              <td>
                {end === null ? (
                  index === 0 ? (
                    'holds it'
                  ) : (
                    'left without a word'
                  )
                ) : (
                  <>
                    <span aria-hidden>{endWords[end].sign}</span> {endWords[end].words}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
