import type { BoundedCount } from '@ticketing/contracts/finding.ts';
import { currentLanguage } from '@ticketing/web-kit/i18n.ts';

/** `3,012`, or `10,000+` where counting stopped. */
export function countWords(count: BoundedCount): string {
  const number = new Intl.NumberFormat(currentLanguage() === 'ka' ? 'ka-GE' : 'en').format(count.value);
  return count.more ? `${number}+` : number;
}
