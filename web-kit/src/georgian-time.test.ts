import { describe, expect, it } from 'vitest';
import { georgianAgo, georgianDate, georgianInstant } from './georgian-time.ts';

describe('times in Georgian', () => {
  it('say how long ago it was', () => {
    expect(georgianAgo(-3, 'hour')).toBe('3 საათის წინ');
    expect(georgianAgo(-2, 'month')).toBe('2 თვის წინ');
    expect(georgianAgo(-1, 'day')).toBe('გუშინ');
  });

  it('say how long it is until then', () => {
    expect(georgianAgo(3, 'day')).toBe('3 დღეში');
    expect(georgianAgo(1, 'day')).toBe('ხვალ');
  });

  it('name the month', () => {
    expect(georgianDate(2026, 0, 1, false)).toBe('1 იან.');
    expect(georgianDate(2026, 11, 31, true)).toBe('31 დეკ. 2026');
    expect(georgianInstant(new Date(2026, 2, 9, 14, 5))).toBe('9 მარ. 2026, 14:05');
  });
});
