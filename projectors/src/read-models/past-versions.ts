import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { Transaction } from '../engine/projection.ts';

/** What a thing was from `from_ms` to before `until_ms` (null: from then on), milliseconds since 1970. */
export type Version<Row> = {
  readonly from_ms: number;
  until_ms: number | null;
  row: Row;
  /** True when the table does not say so yet. */
  changed: boolean;
};

/** The versions of one thing that an event can still change, in the order of their times. */
export type Versions<Row> = {
  list: Version<Row>[];
  /** Starts of versions that are in the table and no longer hold. */
  readonly gone: Set<number>;
};

export const noVersions = <Row>(): Versions<Row> => ({ list: [], gone: new Set() });

/** The thing is there from this instant on, and was not before. */
export const versionsFrom = <Row>(at: number, row: Row): Versions<Row> => ({
  list: [{ from_ms: at, until_ms: null, row, changed: true }],
  gone: new Set(),
});

/**
 * Applies the next event of the stream to what the thing was at every instant that is not before the event's time.
 * Mostly that is the last version alone. An event with an earlier time than its predecessor counts for all instants
 * since its own time, and each version is what the events up to it, folded in stream order, say.
 * @param change gets a version's row and its start; it returns a new row, or `undefined` when the thing is gone
 */
export function happen<Row>(
  versions: Versions<Row>,
  at: number,
  change: (row: Row, from: number) => Row | undefined,
): void {
  const list: Version<Row>[] = [];
  for (const version of versions.list) {
    if (version.until_ms !== null && version.until_ms <= at) {
      list.push(version);
      continue;
    }
    const { from_ms, until_ms, row } = version;
    const from = Math.max(from_ms, at);
    const after = change(row, from);
    if (after === row) {
      list.push(version);
      continue;
    }
    if (from_ms < at) list.push({ from_ms, until_ms: at, row, changed: true });
    if (after === undefined) {
      if (from_ms >= at) versions.gone.add(from_ms);
    } else {
      list.push({ from_ms: from, until_ms, row: after, changed: true });
    }
  }
  versions.list = list;
}

/** What it was at an instant; `undefined` when it was not there, or the versions of then were not loaded. */
export const rowAt = <Row>(versions: Versions<Row> | undefined, instant: number): Row | undefined =>
  versions?.list.find(
    ({ from_ms, until_ms }) => from_ms <= instant && (until_ms === null || until_ms > instant),
  )?.row;

/** For each subject of these events the earliest of their times. */
export function earliest(
  events: readonly RecordedEvent[],
  subject: (event: RecordedEvent) => string | undefined,
): Map<string, number> {
  const since = new Map<string, number>();
  for (const event of events) {
    const id = subject(event);
    if (id === undefined) continue;
    const at = Date.parse(event.metadata.at);
    since.set(id, Math.min(at, since.get(id) ?? at));
  }
  return since;
}

/** The versions of things that events at these times can change. @param since by id, milliseconds since 1970 */
export async function loadVersions<Stored extends object, Row>(
  transaction: Transaction,
  table: string,
  idColumn: string,
  columns: readonly string[],
  since: ReadonlyMap<string, number>,
  rowOf: (stored: Stored) => Row,
): Promise<Map<string, Versions<Row>>> {
  const found = new Map<string, Versions<Row>>();
  if (since.size === 0) return found;
  type Found = Stored & { version_of: string; from_ms: bigint; until_ms: bigint | null };
  const stored = await transaction.query<Found>({
    name: `versions_of_${table}`,
    text: `select ${columns.map((column) => `v.${column}`).join(', ')},
             v.${idColumn} as version_of, v.from_ms, v.until_ms
           from unnest($1::uuid[], $2::bigint[]) as since(id, ms)
           join ${table} v on v.${idColumn} = since.id and (v.until_ms is null or v.until_ms > since.ms)
           order by v.${idColumn}, v.from_ms`,
    values: [[...since.keys()], [...since.values()]],
  });
  for (const { version_of, from_ms, until_ms, ...row } of stored.rows) {
    const versions = found.get(version_of) ?? noVersions<Row>();
    versions.list.push({
      from_ms: Number(from_ms),
      until_ms: until_ms === null ? null : Number(until_ms),
      // What is left when the three columns that were added are taken away again.
      row: rowOf(row as unknown as Stored),
      changed: false,
    });
    found.set(version_of, versions);
  }
  return found;
}

/** The rows to write, as the table has them. */
export const changedRows = <Row extends object>(things: Iterable<Versions<Row>>): object[] =>
  [...things].flatMap(({ list }) =>
    list
      .filter(({ changed }) => changed)
      .map(({ row, from_ms, until_ms }) => ({ ...row, from_ms, until_ms })),
  );
