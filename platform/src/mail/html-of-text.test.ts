import { expect, test } from 'vitest';
import { htmlOfText } from './html-of-text.ts';

const bodyOf = (text: string) => /<body[^>]*>\s*<div[^>]*>(.*)<\/div><\/body>/s.exec(htmlOfText(text))?.[1];

test('empty lines make paragraphs, and single ones lines', () => {
  expect(bodyOf('Hello,\n\none\ntwo\n')).toBe('<p>Hello,</p>\n<p>one<br>two</p>');
});

test('what looks like HTML stays text, also inside a link', () => {
  expect(bodyOf('<script>alert("x")</script>')).not.toMatch(/<script|"x"/);
  const link = bodyOf('See https://a.example/?q=1&r="><img src=x> now');
  expect(link).toContain('<a href="https://a.example/?q=1&#38;r=">');
  expect(link).not.toContain('<img');
});

test('a link ends before the full stop of its sentence', () => {
  expect(bodyOf('Open https://a.example/x#t=1.')).toContain('>https://a.example/x#t=1</a>.');
});
