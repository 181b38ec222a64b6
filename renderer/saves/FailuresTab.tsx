import { RelativeTime } from '../ui/RelativeTime.tsx';
import { useSaves } from './saves-store.ts';

export function useFailureCount(): number {
  return useSaves(({ list }) => list?.failures.length ?? 0);
}

/** Savepoints that could not be taken, job by job. */
export function FailuresTab() {
  const list = useSaves((state) => state.list);
  const failures = list?.failures ?? [];
  if (failures.length === 0) return <p className="job-quiet">No savepoint has failed.</p>;
  return (
    <div className="saves-plan">
      <table aria-label="Savepoints that could not be taken">
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">When</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {failures.map(({ job, at, reason }) => (
            <tr key={`${job} ${at}`}>
              <td className="job-id">{job}</td>
              <td>
                <RelativeTime at={at} />
              </td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
