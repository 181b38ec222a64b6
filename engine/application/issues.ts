/** What a schema found wrong, in the words of the file that it was wrong in. */

/** The part of a zod issue that people can use. */
export interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of `unrecognized_keys`. */
  readonly keys?: readonly string[] | undefined;
  /** Of `invalid_union`. */
  readonly errors?: readonly (readonly Issue[])[] | undefined;
}

/** One line for each field that is wrong: `cairn.json: history.keep: …`. */
export function issueLines(file: string, issues: readonly Issue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return (issue.keys ?? []).map((key) => `${file}: ${fieldName([...issue.path, key])}: there is no such field`);
    }
    const field = fieldName(issue.path);
    // Messages of our own may begin with the field's name already.
    const message = issue.message.startsWith(`${field}:`)
      ? issue.message.slice(field.length + 1).trim()
      : issue.message;
    return [`${file}: ${field === '' ? '' : `${field}: `}${message}`];
  });
}

/** Like `services.charge[0].respond`. */
function fieldName(path: readonly PropertyKey[]): string {
  let name = '';
  for (const part of path) {
    if (typeof part === 'number') name += `[${part}]`;
    else name += name === '' ? String(part) : `.${String(part)}`;
  }
  return name;
}
