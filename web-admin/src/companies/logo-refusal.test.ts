import { expect, test } from 'vitest';
import { logoRefusal, MAX_LOGO_BYTES } from './logo-refusal.ts';

test('a logo is an image of at most 5 MB', () => {
  expect(logoRefusal({ type: 'image/png', size: MAX_LOGO_BYTES })).toBeNull();
  expect(logoRefusal({ type: 'image/png', size: MAX_LOGO_BYTES + 1 })).toBe('logoTooLarge');
  expect(logoRefusal({ type: 'image/svg+xml', size: 10 })).toBe('logoNotImage');
  expect(logoRefusal({ type: '', size: 10 })).toBe('logoNotImage');
});
