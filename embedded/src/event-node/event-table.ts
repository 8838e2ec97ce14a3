import type pg from 'pg';
import { bigintArray, booleanArray, byteaArray, textArray, uuidArray } from './postgres-arrays.ts';
import type { RecordedEvent } from './recorded-event.ts';
import {
  revisionOnTheWire,
  TOMBSTONE_EVENT_TYPE,
  TOMBSTONE_REVISION,
  TOMBSTONE_REVISION_ON_THE_WIRE,
} from './recorded-event.ts';

/** Whatever can run one query: the writer's session or the pool of readers. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** The last event of a stream and the last event of its metadata stream, where there are any. */
export type StreamHeadRow = {
  stream: string;
  revision: number;
  position: number;
  metadata: { isJson: boolean; data: Buffer } | undefined;
};

export type EventPlace = { stream: string; id: string; revision: number; position: number };

const SCHEMA = `
create schema if not exists event_store;
create table if not exists event_store.events (
  position     bigint  not null primary key,
  stream       text    collate "C" not null,
  revision     bigint  not null,
  event_id     uuid    not null,
  type         text    collate "C" not null,
  is_json      boolean not null,
  created      bigint  not null,
  data         bytea   not null,
  metadata     bytea   not null,
  constraint events_stream_revision unique (stream, revision)
);
create index if not exists events_event_id on event_store.events (event_id);
-- Ciphertext and JSON of a few hundred bytes gain nothing from being compressed on the way in.
alter table event_store.events alter column data set storage external;
alter table event_store.events alter column metadata set storage external;
comment on table event_store.events is 'The event log. Written by the event node only, never updated.';
comment on column event_store.events.created is '100-ns ticks since the Unix epoch';
`;

export async function createEventTable(client: Queryable): Promise<void> {
  await client.query(SCHEMA);
}

/** Position of the last event, 0 for an empty log. */
export async function lastPosition(client: Queryable): Promise<number> {
  const { rows } = await client.query<[string]>({
    text: 'select coalesce(max(position), 0) from event_store.events',
    rowMode: 'array',
  });
  return Number(rows[0]?.[0] ?? 0);
}

const INSERT = `insert into event_store.events
  (position, stream, revision, event_id, type, is_json, created, data, metadata)
select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::boolean[],
                     $7::bigint[], $8::bytea[], $9::bytea[])`;

/** Inserts all of `events` in one statement, which is one transaction: all of them are durable afterwards, or none. */
export async function insertEvents(client: Queryable, events: readonly RecordedEvent[]): Promise<void> {
  await client.query({
    name: 'insert-events',
    text: INSERT,
    values: [
      bigintArray(events.map((event) => event.position)),
      textArray(events.map((event) => event.stream)),
      bigintArray(events.map((event) => revisionOnTheWire(event.revision))),
      uuidArray(events.map((event) => event.id)),
      textArray(events.map((event) => event.type)),
      booleanArray(events.map((event) => event.isJson)),
      bigintArray(events.map((event) => BigInt(event.created))),
      byteaArray(events.map((event) => event.data)),
      byteaArray(events.map((event) => event.metadata)),
    ],
  });
}

type HeadColumns = [string, string | null, string | null, boolean | null, Buffer | null];

/** Looks up the heads of several streams at once; streams without events or metadata have no row. */
export async function readStreamHeads(
  client: Queryable,
  streams: readonly string[],
): Promise<StreamHeadRow[]> {
  const { rows } = await client.query<HeadColumns>({
    name: 'stream-heads',
    text: `select wanted.stream, head.revision, head.position, metadata.is_json, metadata.data
      from unnest($1::text[]) as wanted(stream)
      left join lateral (
        select revision, position from event_store.events
        where stream = wanted.stream order by revision desc limit 1
      ) head on true
      left join lateral (
        select is_json, data from event_store.events
        where stream = '$$' || wanted.stream order by revision desc limit 1
      ) metadata on true`,
    values: [textArray(streams)],
    rowMode: 'array',
  });
  return rows.map(([stream, revision, position, isJson, data]) => ({
    stream,
    revision: revision === null ? -1 : parseRevision(revision),
    position: Number(position ?? 0),
    metadata: data === null ? undefined : { isJson: isJson === true, data },
  }));
}

/** Where the given event ids occur, in any stream. */
export async function findEventIds(client: Queryable, ids: readonly string[]): Promise<EventPlace[]> {
  const { rows } = await client.query<[string, string, string, string]>({
    name: 'find-event-ids',
    text: `select event_id, stream, revision, position from event_store.events
      where event_id = any($1::uuid[]) order by position`,
    values: [uuidArray(ids)],
    rowMode: 'array',
  });
  return rows.map(([id, stream, revision, position]) => ({
    id,
    stream,
    revision: parseRevision(revision),
    position: Number(position),
  }));
}

/** Event ids, with the stream's name at its first event (or tombstone), of so many events after `position`. */
export async function readNames(
  client: Queryable,
  position: number,
  limit: number,
): Promise<{ position: number; id: string; stream: string | undefined }[]> {
  const { rows } = await client.query<[string, string, string | null]>({
    name: 'read-names',
    text: `select position, event_id,
        case when revision = 0 or type = '${TOMBSTONE_EVENT_TYPE}' then stream end
      from event_store.events where position > $1 order by position limit $2`,
    values: [position, limit],
    rowMode: 'array',
  });
  return rows.map(([at, id, stream]) => ({ position: Number(at), id, stream: stream ?? undefined }));
}

const COLUMNS = 'position, stream, revision, event_id, type, is_json, created, data, metadata';
type EventColumns = [string, string, string, string, string, boolean, string, Buffer, Buffer];

/** Bytes of data and metadata after which a page ends, however many rows were asked for. */
export const PAGE_BYTES = 1024 * 1024;

/**
 * A page of events: at most so many rows, and no more than `PAGE_BYTES` unless the first event alone has more. The
 * bound costs about 2 µs a row; without it a page of large events would take a gigabyte.
 * @param from ends with the placeholder of the limit
 */
function page(from: string, order: string): string {
  return `select ${COLUMNS} from (
      select ${COLUMNS}, sum(octet_length(data) + octet_length(metadata))
        over (order by ${order} rows between unbounded preceding and 1 preceding) as bytes_before
      from (select ${COLUMNS} from event_store.events ${from}) as wanted
    ) as measured
    where bytes_before is null or bytes_before < ${PAGE_BYTES} order by ${order}`;
}

const STREAM_FORWARDS = page(
  'where stream = $1 and revision >= $2 and revision <= $3 order by revision limit $4',
  'revision',
);
const STREAM_BACKWARDS = page(
  'where stream = $1 and revision <= $2 and revision >= $3 order by revision desc limit $4',
  'revision desc',
);
const LOG_FORWARDS = page('where position >= $1 and position <= $2 order by position limit $3', 'position');
const LOG_BACKWARDS = page('where position < $1 order by position desc limit $2', 'position desc');

/** Events of one stream with `from <= revision <= to`, ascending, at most `limit`; fewer when they are large. */
export function readStreamForwards(
  client: Queryable,
  stream: string,
  from: number,
  to: number,
  limit: number,
): Promise<RecordedEvent[]> {
  const values = [stream, from, String(revisionOnTheWire(to)), limit];
  return events(client, { name: 'stream-forwards', text: STREAM_FORWARDS, values });
}

/** Events of one stream with `to <= revision <= from`, descending, at most `limit`; fewer when they are large. */
export function readStreamBackwards(
  client: Queryable,
  stream: string,
  from: number,
  to: number,
  limit: number,
): Promise<RecordedEvent[]> {
  const values = [stream, String(revisionOnTheWire(from)), to, limit];
  return events(client, { name: 'stream-backwards', text: STREAM_BACKWARDS, values });
}

/** Events of the log with `from <= position <= to`, ascending, at most `limit`; fewer when they are large. */
export function readLogForwards(
  client: Queryable,
  from: number,
  to: number,
  limit: number,
): Promise<RecordedEvent[]> {
  return events(client, { name: 'log-forwards', text: LOG_FORWARDS, values: [from, to, limit] });
}

/** Events of the log with `position < before`, descending, at most `limit`; fewer when they are large. */
export function readLogBackwards(client: Queryable, before: number, limit: number): Promise<RecordedEvent[]> {
  return events(client, { name: 'log-backwards', text: LOG_BACKWARDS, values: [before, limit] });
}

/** Ids of the events of one stream from a revision on, ascending. */
export async function readEventIds(
  client: Queryable,
  stream: string,
  from: number,
  limit: number,
): Promise<EventPlace[]> {
  const { rows } = await client.query<[string, string, string]>({
    name: 'event-ids',
    text: `select event_id, revision, position from event_store.events
      where stream = $1 and revision >= $2 order by revision limit $3`,
    values: [stream, from, limit],
    rowMode: 'array',
  });
  return rows.map(([id, revision, position]) => ({
    id,
    stream,
    revision: parseRevision(revision),
    position: Number(position),
  }));
}

/** Events at the given places of streams, in no particular order: the targets of links. */
export async function readPlaces(
  client: Queryable,
  places: readonly { stream: string; revision: number }[],
): Promise<RecordedEvent[]> {
  return events(client, {
    name: 'read-places',
    text: `select ${COLUMNS} from event_store.events
      where (stream, revision) in (select * from unnest($1::text[], $2::bigint[]))`,
    values: [
      textArray(places.map((place) => place.stream)),
      bigintArray(places.map((place) => revisionOnTheWire(place.revision))),
    ],
  });
}

async function events(
  client: Queryable,
  query: { name: string; text: string; values: unknown[] },
): Promise<RecordedEvent[]> {
  const { rows } = await client.query<EventColumns>({ ...query, rowMode: 'array' });
  return rows.map(([position, stream, revision, id, type, isJson, created, data, metadata]) => ({
    position: Number(position),
    stream,
    revision: parseRevision(revision),
    id,
    type,
    isJson,
    created,
    data,
    metadata,
  }));
}

function parseRevision(text: string): number {
  return text === String(TOMBSTONE_REVISION_ON_THE_WIRE) ? TOMBSTONE_REVISION : Number(text);
}
