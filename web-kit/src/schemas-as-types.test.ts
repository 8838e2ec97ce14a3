import { beforeAll, describe, expect, it, vi } from 'vitest';

vi.mock('zod', () => import('./schemas-as-types.ts'));

describe('contracts without zod', () => {
  let endpoints: Record<string, { readonly method: string; readonly path: string }>;
  beforeAll(async () => {
    const modules = import.meta.glob<typeof endpoints>('../../contracts/src/endpoints/*.ts');
    const loaded = await Promise.all(
      Object.entries(modules)
        .filter(([path]) => !path.includes('.test.'))
        .map(([, load]) => load()),
    );
    endpoints = Object.assign({}, ...loaded);
  });

  it('tell where every endpoint is', () => {
    expect(endpoints.openTicket).toMatchObject({ method: 'POST', path: '/api/tickets' });
    expect(endpoints.postMessage).toMatchObject({ method: 'POST', path: '/api/rooms/:id/messages' });
    expect(endpoints.search).toMatchObject({ method: 'GET', path: '/api/search' });
  });

  it('check nothing, and do not seem to', async () => {
    const { NotificationKind } = await import('@ticketing/contracts/kinds.ts');
    expect(() => NotificationKind.safeParse('nonsense')).toThrow('types only');
  });

  it('name the channels, and the values of what is enumerated', async () => {
    const { ticketChannel } = await import('@ticketing/contracts/live.ts');
    const { NotificationKind } = await import('@ticketing/contracts/kinds.ts');
    expect(ticketChannel('a')).toBe('ticket:a');
    expect(NotificationKind.options).toContain('review_asked');
  });

  it('are looked at by no app while it runs', () => {
    const sources = import.meta.glob<string>(
      ['../../web-{admin,desk,kit}/src/**/*.{ts,tsx}', '!../../web-*/src/**/*.test.{ts,tsx}'],
      { query: '?raw', import: 'default', eager: true },
    );
    const looking = /\bfrom 'zod'|\b(?!JSON\b|Date\b)[A-Z]\w*\.(parse|safeParse)(Async)?\(/;
    const found = Object.entries(sources).filter(([, text]) => looking.test(text));
    expect(Object.keys(sources).length).toBeGreaterThan(300);
    expect(found.map(([path]) => path)).toEqual([]);
  });
});
