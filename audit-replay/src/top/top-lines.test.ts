import { describe, expect, it } from 'vitest';
import type { ProjectionReading, TopReading } from './read-top.ts';
import { duration, topLines } from './top-lines.ts';
import { topDocument, topView } from './top-view.ts';

const projection = (name: string, more: Partial<ProjectionReading> = {}): ProjectionReading => ({
  name,
  position: 12_345n,
  applied: 9_000n,
  owner: 'server-1/4711/0a1b2c3d',
  leaseLeft: 4.2,
  sinceProgress: 0.3,
  lagSeconds: 0,
  parked: 0,
  ...more,
});

const reading = (more: Partial<TopReading> = {}): TopReading => ({
  at: Date.UTC(2026, 2, 1, 12, 0, 1),
  head: 12_345n,
  projections: [
    projection('access'),
    projection('board', { position: 12_000n, lagSeconds: 12, applied: 8_000n }),
    projection('tickets', { parked: 2 }),
    projection('search', {
      owner: null,
      leaseLeft: null,
      position: 11_000n,
      lagSeconds: 400,
      sinceProgress: 400,
    }),
  ],
  rebuilds: [{ projection: 'reports', phase: 'reading', position: 6_200n, events: 5_100n, failure: null }],
  jobs: new Map([
    ['archive-ticket', { due: 1, running: 1, later: 40, failing: 0, givenUp: 0 }],
    ['send-mail', { due: 0, running: 0, later: 2, failing: 2, givenUp: 1 }],
  ]),
  mails: { waiting: 3, failed: 1 },
  ...more,
});

const before = reading({
  at: Date.UTC(2026, 2, 1, 12, 0, 0),
  head: 12_245n,
  projections: reading().projections.map((one) => ({ ...one, applied: (one.applied ?? 0n) - 50n })),
});

const view = topView(reading(), before);

describe('the table of top', () => {
  it('shows every column where there is room, and what stands beside the projections', () => {
    expect(topLines(view, { columns: 140, colour: false })).toEqual([
      'Ticketing  2026-03-01T12:00:01Z  log head 12,345 (+100/s)',
      '4 projections in 1 process, 200 events/s: 1 leaderless, 1 behind, 2 parked',
      '',
      'PROJECTION  POSITION  BEHIND    LAG  EV/S  APPLIED  PARKED   PROGRESS  LEASE  LEADER',
      'access        12,345       0      -    50    9,000       -  0.3 s ago  4.2 s  server-1/4711/0a1b2c3d',
      'board         12,000     345   12 s    50    8,000       -  0.3 s ago  4.2 s  server-1/4711/0a1b2c3d',
      'tickets       12,345       0      -    50    9,000       2  0.3 s ago  4.2 s  server-1/4711/0a1b2c3d',
      'search        11,000   1,345  7 min    50    9,000       -  7 min ago      -  nobody',
      '',
      'rebuild reports: reading, 50 % of the log, 5,100 events',
      'jobs: 1 due, 1 running, 42 for later, 2 failing, 1 given up',
      '  send-mail: 2 failing, 1 given up',
      'mail: 3 waiting, 1 failed',
    ]);
  });

  it('leaves out what is needed least, and is never wider than the terminal', () => {
    for (let columns = 20; columns <= 140; columns++) {
      for (const line of topLines(view, { columns, colour: false })) {
        expect(line.length).toBeLessThanOrEqual(columns);
      }
    }
    const [, , , titles, access] = topLines(view, { columns: 80, colour: false });
    expect(titles).toBe('PROJECTION  POSITION  BEHIND    LAG  EV/S  PARKED   PROGRESS  LEADER');
    expect(access).toBe('access        12,345       0      -    50       -  0.3 s ago  server-1/47…');
  });

  it('colours what somebody should look at, and nothing else', () => {
    const lines = topLines(view, { columns: 140, colour: true });
    const coloured = (name: string) => lines.find((line) => line.includes(`${name} `))?.startsWith('\x1b[3');
    expect(['access', 'board', 'tickets', 'search'].map(coloured)).toEqual([false, true, true, true]);
  });

  it('shows no rates before there are two looks, and none below zero for what begins anew', () => {
    expect(topLines(topView(reading(), undefined), { columns: 140, colour: false })[0]).not.toContain('/s');
    const anew = reading({ projections: [projection('board', { applied: 10n, position: 20n })] });
    expect(topView({ ...anew, at: anew.at + 1_000 }, reading()).rates.get('board')).toBe(0);
  });

  it('counts a rate by the time between the looks', () => {
    const later = reading({ at: reading().at + 2_000, head: 12_445n });
    expect(topView(later, reading()).headPerSecond).toBe(50);
  });
});

describe('the document of top', () => {
  it('tells the same, with positions as text', () => {
    const document = topDocument(view);
    expect(document).toMatchObject({ head: '12345', headPerSecond: 100, mails: { waiting: 3, failed: 1 } });
    expect(document.projections.map(({ name, standing, behind }) => [name, standing, behind])).toEqual([
      ['access', 'fine', '0'],
      ['board', 'behind', '345'],
      ['tickets', 'parked', '0'],
      ['search', 'unled', '1345'],
    ]);
    expect(JSON.parse(JSON.stringify(document)).jobs).toMatchObject({
      later: 42,
      byTask: { 'send-mail': { givenUp: 1 } },
    });
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [0.34, '0.3 s'],
    [9.99, '10 s'],
    [99, '99 s'],
    [600, '10 min'],
    [7_200, '2 h'],
    [400_000, '5 d'],
  ])('%s is %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});
