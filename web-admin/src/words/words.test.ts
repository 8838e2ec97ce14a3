import { shapeOf } from '@ticketing/web-kit/testing/word-trees.ts';
import { expect, test } from 'vitest';
import { en } from './en.ts';
import { ka } from './ka.ts';

test('both languages have the same keys with the same holes in them', () => {
  expect(shapeOf(ka)).toEqual(shapeOf(en));
});
