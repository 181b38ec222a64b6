/** What a tool does, and in brackets why it cannot. */
export function toolLabel(label: string, refusal: string | null): string {
  return refusal === null ? label : `${label} (${refusal.charAt(0).toLowerCase()}${refusal.slice(1)})`;
}
