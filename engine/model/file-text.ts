/**
 * The text of a file. XML says itself how it is encoded: by a byte order mark, or in its declaration (XML 1.0, 4.3.3 and
 * appendix F); all else is UTF-8. Every reader of files takes it from here, so that what is refused is refused of the text.
 */

interface Decoder {
  readonly encoding: string;
  readonly decode: (bytes: Uint8Array) => string;
}

/** The platform's, the same in Node and in a window. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => Decoder;

/** Why bytes are no text, for people; begins without the file. */
export class NotText extends Error {
  override readonly name = 'NotText';
}

const DECLARED = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"'<>]*)["']/;
/** What the bytes 80 to 9F are in windows-1252, which is what is meant by ISO-8859-1; Node leaves them as they are. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/**
 * Reads bytes as text; a byte order mark of UTF-8 stays in it.
 * @throws NotText when they are not in the encoding that they declare, or that is not known.
 */
export function textOfBytes(bytes: Uint8Array): string {
  const marked = encodingByBytes(bytes);
  if (marked !== null) return decoded(bytes, marked, marked);
  const start = String.fromCharCode(...bytes.subarray(0, 400));
  const declared = DECLARED.exec(start.replace(/^\xEF\xBB\xBF/, ''))?.[1];
  if (declared === undefined || start.startsWith('\xEF\xBB\xBF')) return decoded(bytes, 'utf-8', 'UTF-8');
  // A declaration that could be read in single bytes is not in UTF-16: programs write it before they choose the bytes.
  const isUnicode = /^(?:utf-?(?:8|16|32)|ucs-?[24]|iso-10646)/i.test(declared);
  return isUnicode ? decoded(bytes, 'utf-8', 'UTF-8') : decoded(bytes, declared, declared);
}

function encodingByBytes([first, second, third, fourth]: Uint8Array): string | null {
  const begins = (...bytes: readonly number[]): boolean =>
    bytes.every((byte, at) => [first, second, third, fourth][at] === byte);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff) || begins(0x3c, 0, 0, 0) || begins(0, 0, 0, 0x3c))
    return 'UTF-32';
  if (begins(0x4c, 0x6f, 0xa7, 0x94)) return 'EBCDIC';
  if (begins(0xff, 0xfe) || begins(0x3c, 0, 0x3f, 0)) return 'UTF-16LE';
  if (begins(0xfe, 0xff) || begins(0, 0x3c, 0, 0x3f)) return 'UTF-16BE';
  return null;
}

function decoded(bytes: Uint8Array, label: string, named: string): string {
  let decoder: Decoder;
  try {
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: label === 'utf-8' });
  } catch (cause) {
    throw new NotText(`is encoded in ${named}, which cannot be read; save it as UTF-8`, { cause });
  }
  try {
    // The decoder takes ASCII for windows-1252.
    if (/^(?:us-?)?ascii$/i.test(label) && bytes.some((byte) => byte > 0x7f)) throw new TypeError('no ASCII');
    const text = decoder.decode(bytes);
    return decoder.encoding === 'windows-1252' ? text.replace(/[\x80-\x9F]/g, inWindows1252) : text;
  } catch (cause) {
    throw new NotText(`is not ${named}, ${named === 'UTF-8' ? 'in which it would be read' : 'as it says'}`, { cause });
  }
}

function inWindows1252(control: string): string {
  return WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control;
}
