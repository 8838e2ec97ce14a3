import { currentLanguage } from './i18n.ts';

/** `1,234.5` with at most so many decimals, in the reader's language; a dash where there is none. */
export function showNumber(value: number | null, decimals = 0): string {
  if (value === null) return '—';
  if (currentLanguage() === 'ka') return georgianNumber(value, decimals);
  return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: decimals }).format(value);
}

/** Chromium knows no Georgian: a comma before the decimals, blanks between thousands. */
function georgianNumber(value: number, decimals: number): string {
  const english = new Intl.NumberFormat('en', { maximumFractionDigits: decimals }).format(value);
  return english.replace(/[,.]/g, (mark) => (mark === ',' ? '\u00a0' : ','));
}

/** A mean of stars, `4.3`. */
export const showRating = (value: number | null): string => showNumber(value, 1);

/** `87 %` of something; a dash where there is nothing of which it could be. */
export const showPercent = (value: number | null): string =>
  value === null ? '—' : `${showNumber(value, 0)}\u00a0%`;
