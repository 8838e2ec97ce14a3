import { streamCategory } from '@ticketing/contracts/streams.ts';
import type { EventLog } from './event-log.ts';

/** What is in the log. Times are ISO 8601, `null` for an empty log. */
export type LogStats = {
  /** Domain events; what the event store keeps for itself does not count. */
  readonly events: number;
  readonly streams: number;
  readonly byCategory: Readonly<Record<string, { readonly events: number; readonly streams: number }>>;
  /** Most frequent first. */
  readonly byType: Readonly<Record<string, number>>;
  /** Earliest and latest business time. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly firstRecordedAt: string | null;
  readonly lastRecordedAt: string | null;
  /** Position of the last event of the whole log, `-1` for an empty one. */
  readonly headPosition: string;
};

/** Reads the log once. Memory grows with the number of event types only. */
export async function logStats(log: EventLog, onEvent?: () => void): Promise<LogStats> {
  const headPosition = await log.head();
  const byCategory = new Map<string, { events: number; streams: number }>();
  const byType = new Map<string, number>();
  let events = 0;
  let streams = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let firstRecorded: Date | undefined;
  let lastRecorded: Date | undefined;
  for await (const event of log.readAll()) {
    onEvent?.();
    const category = streamCategory(event.stream);
    const counted = byCategory.get(category) ?? { events: 0, streams: 0 };
    byCategory.set(category, counted);
    events++;
    counted.events++;
    // Domain streams are never truncated, so each of them begins once.
    if (event.revision === 0n) {
      streams++;
      counted.streams++;
    }
    byType.set(event.type, (byType.get(event.type) ?? 0) + 1);
    const at = Date.parse(event.metadata.at);
    if (at < first) first = at;
    if (at > last) last = at;
    firstRecorded ??= event.recordedAt;
    lastRecorded = event.recordedAt;
  }
  return {
    events,
    streams,
    byCategory: Object.fromEntries([...byCategory].sort(([, one], [, other]) => other.events - one.events)),
    byType: Object.fromEntries([...byType].sort(([, one], [, other]) => other - one)),
    firstAt: events === 0 ? null : new Date(first).toISOString(),
    lastAt: events === 0 ? null : new Date(last).toISOString(),
    firstRecordedAt: firstRecorded?.toISOString() ?? null,
    lastRecordedAt: lastRecorded?.toISOString() ?? null,
    headPosition: String(headPosition),
  };
}

export function statsLines(stats: LogStats): string[] {
  const width = Math.max(...Object.keys(stats.byType).map((type) => type.length), 12);
  return [
    `${stats.events} events in ${stats.streams} streams, head at position ${stats.headPosition}`,
    `business time ${stats.firstAt ?? 'none'} to ${stats.lastAt ?? 'none'}`,
    `recorded      ${stats.firstRecordedAt ?? 'none'} to ${stats.lastRecordedAt ?? 'none'}`,
    '',
    ...Object.entries(stats.byCategory).map(
      ([category, { events, streams }]) =>
        `${category.padEnd(width)}  ${String(events).padStart(10)} events in ${streams} streams`,
    ),
    '',
    ...Object.entries(stats.byType).map(
      ([type, events]) => `${type.padEnd(width)}  ${String(events).padStart(10)}`,
    ),
  ];
}
