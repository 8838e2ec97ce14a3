/**
 * Times in Georgian. Chromium and the browsers made from it carry no Georgian locale data (`supportedLocalesOf('ka')` is
 * empty for dates and relative times) and would silently answer in another language, so the words stand here.
 */

type Unit = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute';

/** Genitive for `… ago`, locative for `in …`. A noun behind a number stays singular. */
const units: Readonly<Record<Unit, { readonly past: string; readonly future: string }>> = {
  year: { past: 'წლის', future: 'წელიწადში' },
  month: { past: 'თვის', future: 'თვეში' },
  week: { past: 'კვირის', future: 'კვირაში' },
  day: { past: 'დღის', future: 'დღეში' },
  hour: { past: 'საათის', future: 'საათში' },
  minute: { past: 'წუთის', future: 'წუთში' },
};

const months = [
  'იან.',
  'თებ.',
  'მარ.',
  'აპრ.',
  'მაი.',
  'ივნ.',
  'ივლ.',
  'აგვ.',
  'სექ.',
  'ოქტ.',
  'ნოე.',
  'დეკ.',
];

/** `-3, 'hour'` → `3 საათის წინ`. */
export function georgianAgo(amount: number, unit: Unit): string {
  if (unit === 'day' && amount === -1) return 'გუშინ';
  if (unit === 'day' && amount === 1) return 'ხვალ';
  return amount < 0 ? `${-amount} ${units[unit].past} წინ` : `${amount} ${units[unit].future}`;
}

/** `9 მარ.`, with the year when told. @param month counted from 0 */
export function georgianDate(year: number, month: number, day: number, withYear: boolean): string {
  return `${day} ${months[month] ?? ''}${withYear ? ` ${year}` : ''}`;
}

/** `მარ. 2026`. @param month counted from 0 */
export const georgianMonth = (year: number, month: number): string => `${months[month] ?? ''} ${year}`;

/** `9 მარ. 2026, 14:05` by this device's clock. */
export function georgianInstant(instant: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = georgianDate(instant.getFullYear(), instant.getMonth(), instant.getDate(), true);
  return `${date}, ${two(instant.getHours())}:${two(instant.getMinutes())}`;
}
