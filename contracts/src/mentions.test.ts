import { expect, test } from 'vitest';
import { mentionOf, mentionsIn } from './mentions.ts';

const nino = '0197a1c2-7b3e-7c41-9a52-6f0d3c1b2a10';
const giorgi = '0197a1c2-7b3e-7c41-9a52-6f0d3c1b2a11';

test('everyone mentioned in a text is found once, in the order of their first mention', () => {
  const text = `Thanks ${mentionOf(giorgi)}! ${mentionOf(nino)}, please look; ${mentionOf(giorgi)} too.`;
  expect(mentionsIn(text)).toEqual([giorgi, nino]);
});

test('a name, an address and a broken id are no mention', () => {
  expect(mentionsIn('@nino, nino@example.com, @[nino], @[0197a1c2-7b3e]')).toEqual([]);
});
