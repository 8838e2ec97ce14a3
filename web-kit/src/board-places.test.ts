import { expect, test } from 'vitest';
import { placesOf } from './board-places.ts';
import { placeByNeighbours } from './column-order.ts';
import { board } from './testing/samples.ts';

const ids = (tickets: readonly { readonly id: string }[]) => tickets.map(({ id }) => id);

test('cards that left together stand in their old order again, wherever in the column they were', () => {
  const tickets = board().columns[0]?.tickets ?? [];
  for (const leaving of [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'c'],
    ['a', 'b', 'c'],
  ]) {
    let list = tickets.filter(({ id }) => !leaving.includes(id));
    for (const [id, { after, before }] of placesOf(board(), leaving.toReversed())) {
      const card = tickets.find((ticket) => ticket.id === id);
      if (card !== undefined) list = placeByNeighbours(list, card, after, before);
    }
    expect(ids(list)).toEqual(ids(tickets));
  }
});
