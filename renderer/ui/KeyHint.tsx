import { keyParts } from '../workbench/key-combination.ts';
import './ui.css';

/** A key combination as keys, such as `mod+shift+z`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <span className="ui-keys">
      {keyParts(keys).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}
