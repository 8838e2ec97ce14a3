import { tellNews } from '@ticketing/audit-replay/testing/news.ts';
import { tellSmallInstallation } from '@ticketing/audit-replay/testing/small-installation.ts';
import { keyOf } from '@ticketing/contracts/event-key.ts';
import type { DomainEvent, RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Projection } from '../engine/projection.ts';
import { createScriptedLog } from '../testing/scripted-log.ts';
import { readModels } from './all.ts';

const ROUNDS = 12;
const seed = Number(process.env.ORDERING_SEED ?? Math.floor(Math.random() * 1_000_000));

const numbers = (state: number) => () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x80000000;
};

let database: Awaited<ReturnType<typeof temporaryPostgres>>;
let pool: pg.Pool;
let events: RecordedEvent[];

beforeAll(async () => {
  database = await temporaryPostgres();
  pool = createPool(database.url, 'ordering test');
  const scripted = createScriptedLog();
  events = [];
  const add = (stream: string, event: DomainEvent, { at, by }: { at: string; by: string }) => {
    const [recorded] = scripted.append(stream, event, { at, actorId: by });
    if (recorded) events.push(recorded);
    return { revision: recorded?.revision ?? 0n, position: recorded?.position ?? 0n };
  };
  const told = await tellSmallInstallation(add);
  await tellNews(add, told);
});
afterAll(async () => {
  await pool.end();
  await database.stop();
});

/** Each key's events in their order, the keys by their first event. */
function eventsByKey(): RecordedEvent[][] {
  const projectOf = new Map(
    events.flatMap((event) =>
      event.type === 'TicketOpened' ? [[streamSubject(event.stream), event.data.projectId] as const] : [],
    ),
  );
  const byKey = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const key = keyOf(event, (id) => projectOf.get(id));
    byKey.set(key, [...(byKey.get(key) ?? []), event]);
  }
  return [...byKey.values()];
}

/** Each key's events in their order, everything else by chance, and some stretches repeated as a relay does that died. */
function shuffled(random: () => number): RecordedEvent[] {
  const queues = eventsByKey().map((own) => {
    const from = Math.floor(random() * own.length);
    const to = from + Math.floor(random() * (own.length - from));
    return [...own.slice(0, to), ...own.slice(from)];
  });
  const order: RecordedEvent[] = [];
  for (let left = queues; left.length > 0; left = left.filter((queue) => queue.length > 0)) {
    const next = left[Math.floor(random() * left.length)]?.shift();
    if (next) order.push(next);
  }
  return order;
}

/** Every row of the read model after these events, in batches of any size. */
async function rowsOf(
  projection: Projection,
  order: readonly RecordedEvent[],
  random: () => number,
): Promise<Record<string, string[]>> {
  const { name, tables, indexes, tableNames, categories } = projection;
  const schema = `ordering_${name}`;
  const client = await pool.connect();
  try {
    await client.query(`drop schema if exists ${schema} cascade; create schema ${schema}`);
    await client.query(`set search_path to ${schema}; ${tables}; ${indexes}`);
    const theirs = order.filter(({ stream }) =>
      (categories as ReadonlySet<string>).has(streamCategory(stream)),
    );
    for (let at = 0; at < theirs.length; ) {
      const to = at + 1 + Math.floor(random() * 12);
      await client.query('begin');
      await projection.project({ events: theirs.slice(at, to), live: true }, client);
      await client.query('commit');
      at = to;
    }
    const rows: Record<string, string[]> = {};
    for (const table of tableNames) {
      const found = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`);
      rows[table] = found.rows.map(({ row }) => row).sort();
    }
    return rows;
  } finally {
    await client.query('rollback; reset search_path');
    client.release();
  }
}

const byKey = readModels.filter(({ ordering }) => ordering === 'key');

describe(`read models that Kafka feeds by partition (ORDERING_SEED=${seed})`, () => {
  it.each(byKey.map((projection) => [projection.name, projection] as const))(
    '%s has the same rows in every order that keeps the order of each key',
    async (_, projection) => {
      const random = numbers(seed);
      const expected = await rowsOf(projection, events, random);
      for (const [table, rows] of Object.entries(expected)) expect(rows.length, table).toBeGreaterThan(0);
      for (let round = 0; round < ROUNDS; round++) {
        expect(await rowsOf(projection, shuffled(random), random), `round ${round}`).toEqual(expected);
      }
    },
    180_000,
  );

  it('would be seen to differ if one depended on the order across keys, as activity does', async () => {
    const activity = readModels.find(({ name }) => name === 'activity');
    if (!activity) throw new Error('there is no read model activity');
    const random = numbers(seed);
    const expected = await rowsOf(activity, events, random);
    // What tickets tell of people comes before anybody is known by a name.
    const lastKeyFirst = eventsByKey().reverse().flat();
    expect(await rowsOf(activity, lastKeyFirst, random)).not.toEqual(expected);
  }, 180_000);
});
