import { expect, test } from 'vitest';
import { type Palette, palettes } from './tokens.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const words: readonly (keyof Palette)[] = ['text', 'muted', 'accent', 'harm'];
const grounds: readonly (keyof Palette)[] = ['surface', 'canvas', 'hover'];
const pairs: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ...words.flatMap((word) => grounds.map((ground) => [word, ground] as const)),
  ['onAccent', 'accent'],
  ['text', 'note'],
  ['accent', 'wash'],
  ['muted', 'wash'],
];

test.each(
  pairs.flatMap(([word, ground]) => (['light', 'dark'] as const).map((theme) => ({ word, ground, theme }))),
)('$word can be read on $ground in the $theme theme', ({ word, ground, theme }) => {
  expect(contrast(palettes[theme][word], palettes[theme][ground])).toBeGreaterThanOrEqual(4.5);
});
