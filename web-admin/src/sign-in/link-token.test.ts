import { expect, test } from 'vitest';
import { linkToken } from './link-token.ts';

test('a link’s token stands behind the #', () => {
  expect(linkToken('#token=aB-_9')).toBe('aB-_9');
  for (const hash of ['', '#', '#token=', '#other=1']) expect(linkToken(hash)).toBeUndefined();
});
