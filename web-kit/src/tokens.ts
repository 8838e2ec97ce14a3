/**
 * The look of both apps in numbers: the antd theme (`antd-theme.ts`) and the CSS custom properties
 * (`css-variables.ts`, read by style sheets and Tailwind) are both made from this file.
 */

export type ThemeName = 'light' | 'dark';

export type Palette = {
  readonly surface: string;
  readonly canvas: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  /** Around what is filled in or pressed, where `line` would be lost. */
  readonly field: string;
  readonly accent: string;
  /** Text on the accent colour. */
  readonly onAccent: string;
  /** Harm and overdue, nothing else. */
  readonly harm: string;
  readonly hover: string;
  /** Behind what is selected or being dropped on. */
  readonly wash: string;
  /** An internal note must never be mistaken for a public comment. */
  readonly note: string;
  readonly noteLine: string;
};

/** Every text colour has a contrast of at least 4.5:1 on surface and on canvas; `tokens.test.ts` measures it. */
export const palettes: Readonly<Record<ThemeName, Palette>> = {
  light: {
    surface: '#FFFFFF',
    canvas: '#F7F7F5',
    text: '#1C1E21',
    muted: '#6B6F76',
    line: '#E6E6E3',
    field: '#CDCECD',
    accent: '#0F766E',
    onAccent: '#FFFFFF',
    harm: '#B42318',
    hover: '#F3F3F1',
    wash: '#E8F5F2',
    note: '#FFF8E6',
    noteLine: '#EBD9A5',
  },
  dark: {
    surface: '#111315',
    canvas: '#0B0C0E',
    text: '#E8E8E6',
    muted: '#9A9EA5',
    line: '#25282C',
    field: '#44484D',
    accent: '#2DD4BF',
    onAccent: '#04211D',
    harm: '#FF8A80',
    hover: '#1A1D20',
    wash: '#10302C',
    note: '#231D0E',
    noteLine: '#4A3D1A',
  },
};

/** Pixels. Everything is a multiple of `space`. */
export const space = 4;
export const radius = 6;

/** The one shadow, for what floats. */
export const floatShadow: Readonly<Record<ThemeName, string>> = {
  light: '0 8px 28px rgba(16, 18, 20, 0.14), 0 1px 3px rgba(16, 18, 20, 0.08)',
  dark: '0 8px 28px rgba(0, 0, 0, 0.55), 0 0 0 1px #25282C',
};

export const fontFamily = "'Inter Variable', 'Noto Sans Georgian', system-ui, sans-serif";
export const monoFamily = "'JetBrains Mono Variable', ui-monospace, monospace";

/** Body size in pixels. */
export const bodySize = { admin: 13, desk: 15 } as const;

/** Milliseconds. Only what moved moves, and nothing for a person who asked for less motion. */
export const motion = { fast: 120, slow: 180 } as const;
