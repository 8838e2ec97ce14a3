import { describe, expect, it } from 'vitest';
import { linkedText } from './linked-text.ts';

const links = (text: string) => linkedText(text).flatMap((part) => part.href ?? []);

describe('text with addresses', () => {
  it('keeps every character', () => {
    const text = 'see https://a.example/x?y=1, then (https://b.example/z). Bye https://';
    expect(
      linkedText(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  it('leaves the punctuation of the sentence out of the address', () => {
    expect(links('Is it https://a.example/x? Or (https://b.example/z).')).toEqual([
      'https://a.example/x',
      'https://b.example/z',
    ]);
  });

  it('keeps a bracket that the address opened itself', () => {
    expect(links('https://en.example.org/wiki/Fuser_(printer)')).toEqual([
      'https://en.example.org/wiki/Fuser_(printer)',
    ]);
  });

  it('links nothing that a browser would run', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///etc/passwd')).toEqual([]);
  });
});
