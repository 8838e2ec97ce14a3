import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, type Neighbour, placeBetween, rankAtEnd, rankBetween } from './rank.ts';

const idOf = (n: number) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

describe('ranks', () => {
  it('grow with time at the end of a column', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 3_400_000_000_000 }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(times, (milliseconds) => {
        const sorted = milliseconds.toSorted((a, b) => a - b).map((ms, n) => rankAtEnd(ms, idOf(n)));
        expect(sorted.toSorted()).toEqual(sorted);
      }),
    );
  });

  it('give two tickets that go into the same gap at the same moment two different places', () => {
    const [low, high] = [rankAtEnd(1, idOf(1)), rankAtEnd(2, idOf(2))];
    const ranks = Array.from({ length: 500 }, (_, n) => rankBetween(low, high, idOf(n + 10)));
    expect(new Set(ranks).size).toBe(500);
    for (const rank of ranks) expect(low < rank && rank < high).toBe(true);
  });

  it('find a place between two neighbours a thousand times in a row', () => {
    const bottom = rankAtEnd(5, idOf(2));
    let low = rankAtEnd(1, idOf(1));
    for (let n = 0; n < 1_000; n++) {
      const rank = rankBetween(low, bottom, idOf(n + 10));
      expect(low < rank && rank < bottom).toBe(true);
      low = rank;
    }
    expect(low.length).toBeLessThan(400);
  });
});

type Card = Neighbour;

/** A board as the server would see it: the mover names neighbours, which may be wrong in every way. */
function play(seed: number, moves: number): void {
  const random = seeded(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const columns = ['todo', 'doing', 'done'];
  const cards = new Map<string, Card>();
  for (let n = 0; n < 40; n++) {
    const id = idOf(n + 1);
    // Some begin with equal ranks, as an older system or two clocks could have left them.
    const rank = n % 8 < 2 ? rankAtEnd(900, `pair ${n >> 3}`) : rankAtEnd(1_000 + n, id);
    cards.set(id, { id, columnId: columns[pick(3)] ?? 'todo', rank, archived: false });
  }
  const inColumn = (columnId: string) =>
    [...cards.values()].filter((card) => card.columnId === columnId && !card.archived).sort(inOrder);

  for (let n = 0; n < moves; n++) {
    const all = [...cards.values()];
    const moved = all[pick(all.length)];
    if (!moved) throw new Error('no card to move');
    if (moved.archived || random() < 0.02) {
      cards.set(moved.id, { ...moved, archived: !moved.archived });
      continue;
    }
    const columnId = columns[pick(3)] ?? 'todo';
    const others = inColumn(columnId).filter(({ id }) => id !== moved.id);
    const gap = pick(others.length + 1);
    let after = others[gap - 1];
    let before = others[gap];
    const [sawAfter, sawBefore] = [after, before];
    const trouble = random();
    // What a stale screen names: somebody archived, missing, of another column, or the ticket itself.
    if (trouble < 0.05) after = all.find(({ archived }) => archived);
    else if (trouble < 0.1) before = undefined;
    else if (trouble < 0.15) before = all.find((card) => card.columnId !== columnId);
    else if (trouble < 0.18) after = moved;
    const place = placeBetween({ id: moved.id, columnId }, after, before, 2_000 + n);
    if (place.makeRoom) {
      const lower = cards.get(place.makeRoom.ticketId);
      if (lower) cards.set(lower.id, { ...lower, rank: place.makeRoom.rank });
    }
    const landed = { ...moved, columnId, rank: place.rank };
    cards.set(moved.id, landed);

    if (trouble >= 0.18) {
      // Honest neighbours: the card stands right between them, whatever their ranks were.
      const order = inColumn(columnId).map(({ id }) => id);
      const at = order.indexOf(moved.id);
      if (sawAfter && sawBefore) {
        expect(order[at - 1]).toBe(sawAfter.id);
        expect(order[at + 1]).toBe(sawBefore.id);
      } else if (sawAfter) {
        expect(order.indexOf(sawAfter.id)).toBeLessThan(at);
        expect(at).toBe(order.length - 1);
      } else if (sawBefore) {
        expect(at).toBe(0);
      }
    }
  }
  // A total order: no two cards of a column compare as equal, and sorting any shuffle gives the same order.
  for (const columnId of columns) {
    const sorted = inColumn(columnId);
    for (const [index, card] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next) expect(inOrder(card, next)).toBeLessThan(0);
    }
    expect(sorted.toReversed().sort(inOrder)).toEqual(sorted);
  }
}

/** Mulberry32: the same moves for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('moving among neighbours', () => {
  it('lands between its neighbours through ten thousand random moves, with equal, missing and archived ones among them', () => {
    play(20_260_301, 10_000);
  });

  it('does so for any seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => play(seed, 300)),
      { numRuns: 30 },
    );
  });
});
