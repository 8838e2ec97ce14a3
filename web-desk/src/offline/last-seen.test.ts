import { dehydrate, hydrate, QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { asOld, withEarlierTickets } from './last-seen.ts';

const query = (key: readonly string[], dataUpdatedAt: number) =>
  ({
    queryKey: key,
    queryHash: JSON.stringify(key),
    state: { dataUpdatedAt },
    // Of a query's state only its time is looked at.
  }) as unknown as Parameters<typeof withEarlierTickets>[0][number];

const names = (queries: Parameters<typeof withEarlierTickets>[0]) =>
  queries.map(({ queryKey }) => queryKey.join(' '));

describe('what was seen last', () => {
  it('has what is open now and tickets that were open before, the newer answer of each', () => {
    const now = [query(['me'], 9), query(['ticket', 'a'], 9)];
    const before = [query(['board', 'p'], 1), query(['ticket', 'a'], 1), query(['ticket', 'b'], 2)];
    const seen = withEarlierTickets(now, before);
    expect(names(seen)).toEqual(['me', 'ticket a', 'ticket b']);
    expect(seen[1]?.state.dataUpdatedAt).toBe(9);
  });

  it('forgets the tickets that were not looked at for longest', () => {
    const before = Array.from({ length: 200 }, (_, index) => query(['ticket', String(index)], index));
    const seen = withEarlierTickets([query(['ticket', 'new'], 1_000)], before);
    expect(seen).toHaveLength(80);
    expect(names(seen).slice(0, 2)).toEqual(['ticket new', 'ticket 199']);
  });

  it('stands there at once, and is read again although it was seen a moment ago', async () => {
    const before = new QueryClient();
    before.setQueryData(['me'], { displayName: 'Nino' });
    const { queries } = dehydrate(before);

    const now = new QueryClient();
    hydrate(now, { mutations: [], queries: queries.map(asOld) });
    const observer = new QueryObserver(now, {
      queryKey: ['me'],
      queryFn: async () => ({ displayName: 'Nino A.' }),
      staleTime: 300_000,
    });
    expect(observer.getCurrentResult().data).toEqual({ displayName: 'Nino' });
    await new Promise<void>((read) => {
      observer.subscribe(({ data }) => data?.displayName === 'Nino A.' && read());
    });
    now.clear();
  });
});
