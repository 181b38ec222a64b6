import { sizeText } from './quantity.ts';

/** A number of bytes with a unit, exact on hover. */
export function Size({ bytes }: { readonly bytes: number }) {
  return <span title={`${bytes.toLocaleString('en')} bytes`}>{sizeText(bytes)}</span>;
}
