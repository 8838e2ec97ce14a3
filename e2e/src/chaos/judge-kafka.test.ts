import { describe, expect, test } from 'vitest';
import { type RelayedMessage, wrongOnKafka } from './judge-kafka.ts';

/** The chaos suite believes this, so it is shown a topic with each kind of damage. */

const event = (position: number) => ({
  id: `event ${position}`,
  stream: 'ticket-x',
  position: BigInt(position),
});
const message = (position: number, previous: number, more: Partial<RelayedMessage> = {}): RelayedMessage => ({
  partition: 0,
  key: 'a project',
  id: `event ${position}`,
  position: BigInt(position),
  previous: BigInt(previous),
  ...more,
});
const other = { partition: 1, key: 'another project' };
const events = [event(3), event(5), event(8)];
const [first, second, third] = [message(3, -1), message(5, 3, other), message(8, 5)];

describe('a topic', () => {
  test('is right when it has every event, each partition in order', () => {
    expect(wrongOnKafka([first, third, second], events)).toEqual([]);
  });

  test('may have a stretch again, from anywhere', () => {
    expect(wrongOnKafka([first, third, first, third, second, second], events)).toEqual([]);
  });

  test.each<[string, readonly RelayedMessage[], string]>([
    ['lacks an event', [first, second], 'is missing'],
    [
      'has two of one key the wrong way round',
      [third, first, second],
      'ticket-x at 3 is missing, or comes after',
    ],
    [
      'has a key in two partitions',
      [first, second, message(8, 5, { partition: 2 })],
      'is in the partitions 0 and 2',
    ],
    ['tells another order than the log', [first, second, message(8, 3)], 'says that 3 was before it'],
    ['has what the log has not', [first, second, third, message(9, 8)], 'is not in the log'],
    ['has another event at a position', [first, second, message(8, 5, { id: 'a stranger' })], 'a stranger'],
  ])('is wrong when it %s', (_, messages, words) => {
    expect(wrongOnKafka(messages, events)).toEqual([expect.stringContaining(words)]);
  });
});
