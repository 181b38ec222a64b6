/** Where an effect went: an address breaks at its slashes, not within a number. */
export function EffectTarget({ target, idempotencyKey }: { readonly target: string; readonly idempotencyKey: string }) {
  return (
    <code className="job-target" title={`Idempotency key ${idempotencyKey}`}>
      {target.split(/(?<=\/)(?=[^/])/).map((part, index) => [index > 0 && <wbr key={index} />, part])}
    </code>
  );
}
