/** A time of a job's own clock: how far it is from the reader's does not matter. */
export function VirtualTime({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={`${at}, by the job's own clock`}>
      {at.slice(0, 16).replace('T', ' ')}
    </time>
  );
}
