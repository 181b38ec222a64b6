/** Light, dark, or as the system has it; kept as a preference. */
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { usePreference, usePreferencesLoaded } from '../workbench/preferences.ts';

export const nextScheme = { auto: 'light', light: 'dark', dark: 'auto' } as const;
export const schemeTitle = { auto: 'System', light: 'Light', dark: 'Dark' } as const;

export function useScheme(): [scheme: MantineColorScheme, set: (scheme: MantineColorScheme) => void] {
  const [kept, keep] = usePreference<string>('colours', 'auto');
  const scheme: MantineColorScheme = kept === 'light' || kept === 'dark' ? kept : 'auto';
  return [scheme, keep];
}

/** Hands the preference to Mantine; used once. */
export function useSchemeApplied(): void {
  const [scheme] = useScheme();
  const loaded = usePreferencesLoaded();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (loaded) setColorScheme(scheme);
  }, [loaded, scheme, setColorScheme]);
}
