import { describe, expect, it } from 'vitest';
import { searchedWords } from './searched-words.ts';

describe('what is looked for while a request is written', () => {
  it('is the first telling words of its first line', () => {
    expect(searchedWords('The printer on the third floor beeps\nloudly')).toBe('printer third floor');
    expect(searchedWords('  პრინტერი არ ბეჭდავს  ')).toBe('პრინტერი ბეჭდავს');
  });

  it('is nothing before there is something to look for', () => {
    expect(searchedWords('')).toBe('');
    expect(searchedWords('Hi, I am')).toBe('');
    expect(searchedWords('The mail')).toBe('');
    expect(searchedWords('Printer')).toBe('Printer');
  });
});
