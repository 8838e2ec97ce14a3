import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { upsertRows } from '../read-models/rows.ts';
import { diary } from '../testing/diary.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { until } from '../testing/until.ts';
import type { Engine } from './engine.ts';
import type { Projection } from './projection.ts';

const changed = { type: 'PasswordChanged', data: {} } as const;
const given = { type: 'RoleRevoked', data: { userId: newId() } } as const;

describe('the projection engine', () => {
  let harness: EngineHarness;
  beforeEach(async () => {
    harness = await engineHarness();
  });
  afterEach(() => harness.stop());

  const appendMany = (count: number, stream = `user-${newId()}`) =>
    Array.from({ length: count }, () => harness.scripted.append(stream, changed)).flat();

  async function entries(table = 'diary'): Promise<bigint[]> {
    const rows = await harness.pool.query<{ position: bigint }>(
      `select position from read_model.${table} order by entry`,
    );
    return rows.rows.map(({ position }) => position);
  }

  async function checkpoint(name = 'diary'): Promise<bigint | undefined> {
    const rows = await harness.pool.query<{ position: bigint }>(
      'select position from read_model.projection_checkpoints where name = $1',
      [name],
    );
    return rows.rows[0]?.position;
  }

  async function batches(): Promise<number> {
    const [line] = await harness.valueOf('ticketing_projection_batch_seconds_count');
    return Number(line?.split(' ').at(-1) ?? 0);
  }

  describe('order and batches', () => {
    it('applies every event once and in order, whatever the sizes of the batches', async () => {
      const sizes: number[] = [];
      const events = appendMany(1_234);
      const projection = diary({ afterRows: ({ events: batch }) => void sizes.push(batch.length) });
      const engine = await harness.start([projection], { batchSize: 100, catchUpBatchSize: 100 });
      await harness.settled(engine, 'diary');
      expect(await entries()).toEqual(events.map(({ position }) => position));
      expect(Math.max(...sizes)).toBe(100);
    });

    it('lets events gather for a projection that nobody watches', async () => {
      const sizes: number[] = [];
      const unwatched = {
        ...diary({ afterRows: ({ events: batch }) => void sizes.push(batch.length) }),
        gatherMs: 300,
      };
      const engine = await harness.start([unwatched]);
      await untilReady(engine);
      const events = [];
      for (let count = 0; count < 30; count++) {
        events.push(...appendMany(1));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await harness.settled(engine, 'diary');
      expect(await entries()).toEqual(events.map(({ position }) => position));
      // As many batches as events would be the sign of a projection that does not let them gather.
      expect(sizes.length).toBeLessThan(10);
    });

    it('moves its checkpoint seldom while only others’ events come, and takes one of its own at once', async () => {
      const engine = await harness.start([diary()]);
      await untilReady(engine);
      // A connection for the engine and one for the test are there, so that nobody waits for one below.
      await Promise.all([checkpoint(), checkpoint()]);
      const before = await batches();
      const began = performance.now();
      for (let count = 0; count < 60; count++) {
        harness.scripted.append(`roles-${newId()}`, given);
        // As long as moving the checkpoint takes, so that each event could have been a batch of its own.
        await checkpoint();
      }
      const seldom = (performance.now() - began) / 50 + 2;
      expect((await batches()) - before).toBeLessThan(seldom);
      const own = appendMany(1);
      await harness.settled(engine, 'diary');
      expect(await entries()).toEqual(own.map(({ position }) => position));
    });

    it('makes the indexes of a projection that starts from the beginning once it has caught up', async () => {
      const indexes = async () => {
        const found = await harness.pool.query(`select 1 from pg_indexes where indexname = 'diary_stream'`);
        return found.rowCount;
      };
      const whileCatchingUp: (number | null)[] = [];
      appendMany(10);
      const projection = diary({
        async afterRows({ live }) {
          if (!live) whileCatchingUp.push(await indexes());
        },
      });
      const engine = await harness.start([projection]);
      await untilReady(engine);
      expect(whileCatchingUp).toEqual([0]);
      expect(await indexes()).toBe(1);
    });

    it('fills tables that are empty in bulk until it has caught up, and no others', async () => {
      const inBulk: boolean[] = [];
      const keeping = (version: number): Projection => ({
        ...diary({ version }),
        tables: 'create table if not exists diary (position bigint primary key, stream text)',
        indexes: '',
        async project({ events }, transaction) {
          inBulk.push(transaction.insertNew !== undefined);
          const rows = events.map(({ position, stream }) => ({ position: String(position), stream }));
          await upsertRows(transaction, 'diary', ['position', 'stream'], ['position'], rows);
          return [];
        },
      });
      const rows = async () =>
        (await harness.pool.query('select position from read_model.diary order by 1')).rows.length;
      const events = appendMany(250);
      const first = await harness.start([keeping(1)], { batchSize: 100, catchUpBatchSize: 100 });
      await untilReady(first);
      expect(inBulk.splice(0)).toEqual([true, true, true]);
      events.push(...appendMany(1));
      await harness.settled(first, 'diary');
      expect(inBulk.splice(0)).toEqual([false]);
      expect(await rows()).toBe(events.length);
      await first.stop();
      // As if somebody had put the checkpoint back and left the rows.
      await harness.pool.query('update read_model.projection_checkpoints set position = -1');
      await harness.settled(await harness.start([keeping(1)]), 'diary');
      expect(inBulk).not.toContain(true);
      expect(await rows()).toBe(events.length);
    });

    it('applies what arrives while a batch is being committed as one batch, without waiting for more', async () => {
      const sizes: number[] = [];
      const gate = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      const projection = diary({
        async afterRows({ events }) {
          sizes.push(events.length);
          if (sizes.length > 1) return;
          reached.resolve();
          await gate.promise;
        },
      });
      const engine = await harness.start([projection]);
      appendMany(1);
      await reached.promise;
      appendMany(7);
      gate.resolve();
      await harness.settled(engine, 'diary');
      expect(sizes).toEqual([1, 7]);
    });

    it('does not let a slow projection keep another of the same subscription from what is new', async () => {
      const gate = Promise.withResolvers<void>();
      const slow = diary({ name: 'slow', afterRows: () => gate.promise });
      const engine = await harness.start([slow, diary()]);
      appendMany(3);
      await harness.settled(engine, 'diary');
      expect(engine.position('slow')).toBe(-1n);
      expect(harness.scripted.followers()).toBe(1);
      gate.resolve();
      await harness.settled(engine, 'slow');
    });
  });

  describe('rows and checkpoint', () => {
    it('commits neither when the transaction fails between them, and both when it is tried again', async () => {
      let failures = 2;
      const seen: (bigint | undefined)[] = [];
      const projection = diary({
        async afterRows() {
          if (failures-- <= 0) return;
          seen.push(await checkpoint());
          throw Object.assign(new Error('the server ran out of connections'), { code: '53300' });
        },
      });
      const engine = await harness.start([projection]);
      const events = appendMany(3);
      await harness.settled(engine, 'diary');
      expect(seen).toEqual([-1n, -1n]);
      expect(await entries()).toEqual(events.map(({ position }) => position));
      expect(await checkpoint()).toBe(events.at(-1)?.position);
    });

    it('leaves neither behind when the process dies between them, and a new one does both', async () => {
      const dying = Promise.withResolvers<never>();
      dying.promise.catch(() => undefined);
      const reached = Promise.withResolvers<void>();
      const projection = diary({
        async afterRows(_, transaction) {
          const own = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
          // What the database sees of a `kill -9`: the connection is gone in the middle of the transaction.
          await harness.pool.query('select pg_terminate_backend($1)', [own.rows[0]?.pid]);
          reached.resolve();
          await dying.promise;
        },
      });
      const first = await harness.start([projection]);
      const events = appendMany(4);
      await reached.promise;
      expect(await entries()).toEqual([]);
      expect(await checkpoint()).toBe(-1n);
      const second = await harness.start([diary()], {}, { alone: true });
      await harness.settled(second, 'diary');
      expect(await entries()).toEqual(events.map(({ position }) => position));
      dying.reject(new Error('dead'));
      await first.stop();
      expect(await entries()).toHaveLength(4);
    });

    it('takes a commit whose answer was lost for done, and does not apply its events again', async () => {
      const engine = await harness.start([diary()], {}, { pool: losingAnswerOfCommit(harness.pool, 1) });
      const events = appendMany(2);
      await harness.settled(engine, 'diary');
      appendMany(1);
      await harness.settled(engine, 'diary');
      expect((await entries()).slice(0, 2)).toEqual(events.map(({ position }) => position));
      expect(await entries()).toHaveLength(3);
      expect(engine.health().projections[0]?.failure).toBeNull();
    });

    it('moves the checkpoint when nothing of the log matches', async () => {
      const engine = await harness.start([diary()]);
      harness.scripted.append(`roles-${newId()}`, given);
      await harness.settled(engine, 'diary');
      const position = harness.scripted.checkpoint();
      expect(await engine.waitUntil('diary', position, 10_000)).toBe(true);
      expect(await checkpoint()).toBe(position);
      expect(await entries()).toEqual([]);
    });

    it('goes on from its checkpoint after a restart, without a second row for what it had', async () => {
      const first = await harness.start([diary()]);
      const before = appendMany(3);
      await harness.settled(first, 'diary');
      await first.stop();
      const after = appendMany(2);
      const second = await harness.start([diary()]);
      await harness.settled(second, 'diary');
      expect(await entries()).toEqual([...before, ...after].map(({ position }) => position));
      expect(harness.scripted.followedFrom).toEqual([-1n, before.at(-1)?.position]);
    });

    it('drops the rows of another version and projects the whole log again', async () => {
      const first = await harness.start([diary()]);
      const before = appendMany(3);
      await harness.settled(first, 'diary');
      await first.stop();
      const second = await harness.start([diary({ version: 2 })]);
      await harness.settled(second, 'diary');
      expect(await entries()).toEqual(before.map(({ position }) => position));
    });
  });

  describe('a subscription in trouble', () => {
    it.each([
      ['drops', 'dropped'],
      ['ends', 'ended'],
    ] as const)('is followed again from the checkpoint when it %s, and counted', async (_, cause) => {
      const engine = await harness.start([diary()]);
      const before = appendMany(2);
      await harness.settled(engine, 'diary');
      if (cause === 'dropped') harness.scripted.drop();
      else harness.scripted.end();
      await harness.scripted.untilFollowed(2);
      const after = appendMany(2);
      await harness.settled(engine, 'diary');
      expect(await entries()).toEqual([...before, ...after].map(({ position }) => position));
      expect(harness.scripted.followedFrom).toEqual([-1n, before.at(-1)?.position]);
      expect(await harness.valueOf('ticketing_projection_restarts_total')).toEqual([
        `ticketing_projection_restarts_total{projection="diary",cause="${cause}"} 1`,
      ]);
    });

    it('is followed again when it falls silent although the log goes on', async () => {
      const engine = await harness.start([diary()], { quietMs: 20 });
      const before = appendMany(1);
      await harness.settled(engine, 'diary');
      harness.scripted.fallSilent();
      const after = appendMany(2);
      await harness.settled(engine, 'diary');
      expect(await entries()).toEqual([...before, ...after].map(({ position }) => position));
      expect(await harness.valueOf('ticketing_projection_restarts_total')).toEqual([
        'ticketing_projection_restarts_total{projection="diary",cause="stalled"} 1',
      ]);
    });

    it('is followed again when the server answers nothing at all any more', async () => {
      let answers = true;
      const eventLog = {
        ...harness.scripted.log,
        head: () => (answers ? harness.scripted.log.head() : new Promise<bigint>(() => undefined)),
      };
      const engine = await harness.start([diary()], { quietMs: 20 }, { eventLog });
      appendMany(1);
      await harness.settled(engine, 'diary');
      answers = false;
      harness.scripted.fallSilent();
      await harness.scripted.untilFollowed(2);
      appendMany(1);
      await harness.settled(engine, 'diary');
      expect(await entries()).toHaveLength(2);
    });

    it('is left alone while the log itself is quiet', async () => {
      const engine = await harness.start([diary()], { quietMs: 10 });
      appendMany(1);
      await harness.settled(engine, 'diary');
      const asked = harness.scripted.headsAsked();
      await harness.scripted.untilHeadsAsked(asked + 5);
      expect(harness.scripted.followedFrom).toEqual([-1n]);
      expect(engine.health().ready).toBe(true);
    });

    it('is followed again and again while it keeps ending', async () => {
      harness.scripted.endNext(5);
      const engine = await harness.start([diary()]);
      const before = appendMany(2);
      await harness.scripted.untilFollowed(6);
      const after = appendMany(2);
      await harness.settled(engine, 'diary');
      expect(await entries()).toEqual([...before, ...after].map(({ position }) => position));
    });
  });

  describe('telling the live bus', () => {
    const telling = () =>
      diary({
        messages: ({ position }) => ({ kind: 'access', position: String(position), userIds: [] }),
      });

    it('publishes what was committed live, in the order of the log, and only after the commit', async () => {
      const engine = await harness.start([telling()]);
      await untilReady(engine);
      const committedWhenHeard: boolean[] = [];
      const heard: string[] = [];
      await harness.bus.subscribe({
        onMessage({ position }) {
          heard.push(position);
          committedWhenHeard.push(BigInt(position) <= engine.position('diary'));
        },
        onLost: () => undefined,
      });
      const events = [...appendMany(20), ...appendMany(20)];
      await harness.settled(engine, 'diary');
      await engine.stop();
      expect(heard).toEqual(events.map(({ position }) => String(position)));
      expect(committedWhenHeard).not.toContain(false);
    });

    it('tells how far a projection has come that says so, also when nothing was for it', async () => {
      const reached = (position: bigint): BusMessage => ({ kind: 'reached', position: String(position) });
      const engine = await harness.start([{ ...diary(), reached }]);
      await untilReady(engine);
      const heard: BusMessage[] = [];
      await harness.bus.subscribe({ onMessage: (one) => void heard.push(one), onLost: () => undefined });
      const [last] = harness.scripted.append(`user-${newId()}`, [{ type: 'SuperuserGranted', data: {} }]);
      if (!last) throw new Error('an event was appended');
      await harness.settled(engine, 'diary');
      await engine.stop();
      expect(heard).toEqual([{ kind: 'reached', position: String(last.position) }]);
    });

    it('tells of a loss instead of every change when it has caught up', async () => {
      appendMany(30);
      const lost = Promise.withResolvers<void>();
      const heard: string[] = [];
      await harness.bus.subscribe({
        onMessage: ({ position }) => void heard.push(position),
        onLost: () => lost.resolve(),
      });
      const engine = await harness.start([telling()]);
      await harness.settled(engine, 'diary');
      await lost.promise;
      expect(heard).toEqual([]);
    });

    it('tells each change that came while the subscription was away, unless they are very many', async () => {
      const engine = await harness.start([telling()]);
      await untilReady(engine);
      const heard: string[] = [];
      let losses = 0;
      await harness.bus.subscribe({
        onMessage: ({ position }) => void heard.push(position),
        onLost: () => void losses++,
      });
      const events = appendMany(2);
      await harness.settled(engine, 'diary');
      for (const missed of [3, 300]) {
        harness.scripted.drop();
        events.push(...appendMany(missed));
        await harness.settled(engine, 'diary');
      }
      events.push(...appendMany(1));
      await harness.settled(engine, 'diary');
      await until(() => heard.length === events.length);
      expect(heard).toEqual(events.map(({ position }) => String(position)));
      expect(losses).toBe(0);
      harness.scripted.drop();
      appendMany(2_000);
      await harness.settled(engine, 'diary');
      await until(() => losses === 1);
    });

    it('goes on projecting while the bus fails, counts it, and tells of the loss afterwards', async () => {
      let broken = true;
      const lost = Promise.withResolvers<void>();
      const bus = {
        ...harness.bus,
        async publish() {
          if (broken) throw new Error('the bus is down');
        },
        async announceLoss() {
          if (broken) throw new Error('the bus is down');
          lost.resolve();
        },
      };
      const engine = await harness.start([telling()], {}, { bus });
      appendMany(3);
      await harness.settled(engine, 'diary');
      appendMany(3);
      await harness.settled(engine, 'diary');
      expect(await entries()).toHaveLength(6);
      broken = false;
      await lost.promise;
      const [line] = await harness.valueOf('ticketing_live_publish_failures_total');
      expect(Number(line?.split(' ')[1])).toBeGreaterThan(0);
    });
  });

  describe('an event that cannot be applied', () => {
    it('parks its stream, and everything else goes on', async () => {
      const [good, bad] = [`user-${newId()}`, `user-${newId()}`];
      const projection = diary({
        afterRows({ events }) {
          const found = events.find(({ stream, revision }) => stream === bad && revision === 1n);
          if (found) throw new Error('this handler has a bug');
        },
      });
      for (let turn = 0; turn < 5; turn++) {
        appendMany(10, good);
        appendMany(1, bad);
      }
      const engine = await harness.start([projection]);
      await harness.settled(engine, 'diary');
      const rows = await harness.pool.query(
        'select stream, count(*)::int as count from read_model.diary group by stream',
      );
      expect(new Map(rows.rows.map(({ stream, count }) => [stream, count]))).toEqual(
        new Map([
          [good, 50],
          [bad, 1],
        ]),
      );
      const parked = await harness.pool.query(
        'select projection, stream, reason from read_model.parked_streams',
      );
      expect(parked.rows).toEqual([{ projection: 'diary', stream: bad, reason: 'this handler has a bug' }]);
      expect(engine.health().projections[0]?.parkedStreams).toBe(1);
      expect(await harness.valueOf('ticketing_projection_parked_streams')).toEqual([
        'ticketing_projection_parked_streams{projection="diary"} 1',
      ]);
      const events: RecordedEvent[] = [];
      for await (const event of harness.scripted.store.readStream(bad)) events.push(event);
      const { commandId, $correlationId: correlationId } = events[1]?.metadata ?? {};
      expect(harness.lines.filter(({ level }) => level === 'error')).toMatchObject([
        { details: { projection: 'diary', stream: bad, commandId, correlationId } },
      ]);
      expect(correlationId).toEqual(expect.any(String));
    });

    it('parks a stream with an event that cannot be read, also after a restart', async () => {
      const stream = `ticket-${newId()}`;
      appendMany(1, stream);
      harness.scripted.appendUnreadable(stream, 'unknown event type TicketTeleported');
      appendMany(1, stream);
      const first = await harness.start([diary()]);
      await harness.settled(first, 'diary');
      await first.stop();
      const other = appendMany(1);
      appendMany(1, stream);
      const second = await harness.start([diary()]);
      await harness.settled(second, 'diary');
      expect(await entries()).toHaveLength(2);
      expect((await entries()).at(-1)).toBe(other[0]?.position);
      expect(second.health().projections[0]?.parkedStreams).toBe(1);
    });
  });
});

/** Resolves when the engine has caught up with the log. */
async function untilReady(engine: Engine): Promise<void> {
  await until(() => engine.health().ready);
}

/** A pool whose first so many commits happen, but whose answers are lost with the connection. */
function losingAnswerOfCommit(pool: pg.Pool, times: number): pg.Pool {
  let left = times;
  return new Proxy(pool, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (property !== 'connect') return typeof value === 'function' ? value.bind(target) : value;
      return async () => {
        const client = await target.connect();
        return new Proxy(client, {
          get(connection, name) {
            const member = Reflect.get(connection, name, connection);
            if (name !== 'query') return typeof member === 'function' ? member.bind(connection) : member;
            return async (...query: unknown[]) => {
              const isBatch = query[0] === 'commit' && (await hasRows(connection));
              const answer = await Reflect.apply(member, connection, query);
              if (!isBatch || left-- <= 0) return answer;
              throw new Error('Connection terminated unexpectedly');
            };
          },
        });
      };
    },
  });
}

/** True inside the transaction of a batch, as opposed to the one that takes the projection over. */
async function hasRows(connection: pg.PoolClient): Promise<boolean> {
  const found = await connection.query(`select to_regclass('read_model.diary') is not null as made`);
  if (!found.rows[0]?.made) return false;
  const rows = await connection.query<{ count: bigint }>('select count(*) as count from read_model.diary');
  return rows.rows[0]?.count !== 0n;
}
