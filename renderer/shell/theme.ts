/** Mantine in Cairn's look: compact, one accent, contrast of WCAG 2.2 AA in both schemes. Colours themselves are in theme.css. */
import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Dialogs come softly and go at once: one that still fades out would take the keys of the place behind it. */
export const swift = { duration: 100, exitDuration: 0 } as const;

export const theme = createTheme({
  primaryColor: 'blue',
  colors: {
    // Mantine's greys for the dark scheme, towards the blue of ours.
    dark: [
      '#e4e7eb',
      '#c9d0d8',
      '#a3acb7',
      '#6e7883',
      '#4a525c',
      '#353c45',
      '#262b32',
      '#1e2228',
      '#181b20',
      '#121418',
    ],
  },
  primaryShade: { light: 8, dark: 8 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, monospace',
  // Without a medium face a system would take its bold one for 600, and every label would shout.
  fontWeights: { medium: '500', bold: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    ActionIcon: { defaultProps: { size: 'md', variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs', autosize: true, minRows: 2, maxRows: 12 } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    RadioGroup: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    // Of fields with a list: as a menu's.
    Combobox: { defaultProps: { shadow: 'md' } },
    Tabs: { defaultProps: { keepMounted: false } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, fz: 12 } },
    // With a placeholder the first child of a menu would be no entry of it.
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-start', withInitialFocusPlaceholder: false } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close this message' } } },
    Modal: {
      defaultProps: { centered: true, transitionProps: swift, closeButtonProps: { 'aria-label': 'Close' } },
    },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-anchor': 'var(--accent)',
  },
  dark: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-anchor': 'var(--accent)',
    // Mantine's own is nearly white: a button without a plate would look like text.
    '--mantine-color-blue-light-color': 'var(--accent)',
  },
});
