import { Keyboard, Moon, Sun, SunMoon } from 'lucide-react';
import { runCommand } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import type { Place } from '../workbench/place.ts';
import { nextScheme, schemeTitle, useScheme } from './color-scheme.ts';

const SCHEME_ICONS = { auto: SunMoon, light: Sun, dark: Moon } as const;

/** The places, as one list. */
export function Rail({ places, current }: { readonly places: readonly Place[]; readonly current: string }) {
  const openPlace = useLayout((state) => state.openPlace);
  const [scheme] = useScheme();
  const SchemeIcon = SCHEME_ICONS[scheme];
  return (
    <nav className="shell-rail" aria-label="Places">
      {places.map(({ id, title, icon: Icon }) => (
        <button
          key={id}
          type="button"
          className="shell-rail-item"
          aria-current={id === current ? 'page' : undefined}
          onClick={() => openPlace(id)}
        >
          <Icon size={20} strokeWidth={1.75} aria-hidden />
          <span>{title}</span>
        </button>
      ))}
      <span className="shell-rail-gap" />
      <button type="button" className="shell-rail-item" onClick={() => runCommand('shell.keys')}>
        <Keyboard size={18} strokeWidth={1.75} aria-hidden />
        <span>Keys</span>
      </button>
      <button
        type="button"
        className="shell-rail-item"
        title={`Colours: ${schemeTitle[scheme]}. Click for ${schemeTitle[nextScheme[scheme]]}.`}
        onClick={() => runCommand('shell.scheme')}
      >
        <SchemeIcon size={18} strokeWidth={1.75} aria-hidden />
        <span>Colours</span>
      </button>
    </nav>
  );
}
