/** An expression in a message: in quotes, on one line, its first 200 characters. */
export function quote(text: string): string {
  const line = text.trim().slice(0, 1_000).replace(/\s+/g, ' ');
  return `"${line.length > 200 ? `${line.slice(0, 200)}…` : line}"`;
}
