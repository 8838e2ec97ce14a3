import { useSyncExternalStore } from 'react';
import { readStored, writeStored } from './stored-value.ts';
import type { ThemeName } from './tokens.ts';

/** What the person chose; `system` follows the device. */
export type ThemeMode = 'light' | 'dark' | 'system';

const KEY = 'ticketing.theme';
const listeners = new Set<() => void>();
const prefersDark = (): boolean => window.matchMedia('(prefers-color-scheme: dark)').matches;

export function themeMode(): ThemeMode {
  const stored = readStored(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export const resolveTheme = (mode: ThemeMode, dark: boolean): ThemeName =>
  mode === 'system' ? (dark ? 'dark' : 'light') : mode;

const currentTheme = (): ThemeName => resolveTheme(themeMode(), prefersDark());

function apply(): void {
  document.documentElement.dataset.theme = currentTheme();
  for (const listener of listeners) listener();
}

export function setThemeMode(mode: ThemeMode): void {
  writeStored(KEY, mode === 'system' ? null : mode);
  apply();
}

/** Marks the page with its theme and keeps it right when the device or another tab changes. Call once. */
export function startTheme(): void {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) apply();
  });
  apply();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): ThemeName => useSyncExternalStore(subscribe, currentTheme);
export const useThemeMode = (): ThemeMode => useSyncExternalStore(subscribe, themeMode);
