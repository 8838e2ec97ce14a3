import { errorCodes } from '@ticketing/contracts/errors.ts';
import { ticketEvents } from '@ticketing/contracts/events/ticket.ts';
import { expect, test } from 'vitest';
import { shapeOf } from '../testing/word-trees.ts';
import { en } from './en.ts';
import { ka } from './ka.ts';

test('both languages have the same keys with the same holes in them', () => {
  expect(shapeOf(ka)).toEqual(shapeOf(en));
});

test('every error has words', () => {
  expect(Object.keys(en.errors).sort()).toEqual([...Object.keys(errorCodes), 'unreachable'].sort());
});

test('every event of a ticket has words', () => {
  for (const type of Object.keys(ticketEvents)) expect(en.activity).toHaveProperty(type);
});
