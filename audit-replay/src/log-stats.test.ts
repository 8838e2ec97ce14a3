import { describe, expect, it } from 'vitest';
import { logStats } from './log-stats.ts';
import { createScriptedLog } from './testing/scripted-log.ts';
import { tellSmallInstallation } from './testing/small-installation.ts';

describe('the statistics of a log', () => {
  it('count events and streams by category and type, and know the first and last time', async () => {
    const log = createScriptedLog();
    await tellSmallInstallation(log.add);
    const stats = await logStats(log);
    const times = log.events.map(({ metadata }) => new Date(metadata.at).toISOString()).toSorted();
    const recorded = log.events.map(({ recordedAt }) => recordedAt.toISOString()).toSorted();
    expect(stats).toMatchObject({
      events: log.events.length,
      streams: new Set(log.events.map(({ stream }) => stream)).size,
      firstAt: '2016-03-01T08:00:00.000Z',
      lastAt: times.at(-1),
      firstRecordedAt: '2026-01-01T08:00:00.000Z',
      lastRecordedAt: recorded.at(-1),
      headPosition: String(log.events.at(-1)?.position),
    });
    expect(stats.byCategory).toMatchObject({
      user: { events: 8, streams: 4 },
      ticket: { events: 41, streams: 5 },
      numbers: { events: 6, streams: 2 },
    });
    expect(stats.byType).toMatchObject({ TicketOpened: 5, TicketMoved: 3, UserRegistered: 4 });
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect(sum(Object.values(stats.byType))).toBe(stats.events);
    expect(sum(Object.values(stats.byCategory).map(({ events }) => events))).toBe(stats.events);
    expect(sum(Object.values(stats.byCategory).map(({ streams }) => streams))).toBe(stats.streams);
  });

  it('of an empty log are zero', async () => {
    expect(await logStats(createScriptedLog())).toMatchObject({
      events: 0,
      streams: 0,
      firstAt: null,
      headPosition: '-1',
    });
  });
});
