import { expect, test } from 'vitest';
import { languageToTake } from './own-language.ts';

test('what was chosen on another device is taken', () => {
  expect(languageToTake({ language: 'ka', revision: '3' }, null)).toBe('ka');
  expect(languageToTake({ language: 'ka', revision: '5' }, { revision: '4' })).toBe('ka');
});

test('what the server says is not taken while it does not know of the choice made here', () => {
  expect(languageToTake({ language: 'ka', revision: '3' }, { language: 'en', commandId: 'c' })).toBeNull();
  expect(languageToTake({ language: 'ka', revision: '9' }, { revision: '10' })).toBeNull();
});

test('who never chose keeps the language of the device', () => {
  expect(languageToTake({ language: null, revision: '3' }, null)).toBeNull();
});
