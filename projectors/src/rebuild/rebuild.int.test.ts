import { newId } from '@ticketing/platform/ids.ts';
import { lookAtRebuilds, type RebuildState, requestRebuild } from '@ticketing/platform/rebuild-requests.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { inSnapshot } from '@ticketing/query-api/reading/snapshot.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Projection } from '../engine/projection.ts';
import { upsertRows } from '../read-models/rows.ts';
import { diary } from '../testing/diary.ts';
import { type EngineHarness, engineHarness, rememberingLog } from '../testing/engine-harness.ts';
import { until } from '../testing/until.ts';
import { claimRebuilds } from './claims.ts';
import { type Rebuilder, type RebuilderDeps, startRebuilder } from './start-rebuilder.ts';

const changed = { type: 'PasswordChanged', data: {} } as const;

describe('a rebuild', () => {
  let harness: EngineHarness;
  const rebuilders: Rebuilder[] = [];
  beforeEach(async () => {
    harness = await engineHarness();
  });
  afterEach(async () => {
    for (const rebuilder of rebuilders.splice(0)) await rebuilder.stop();
    await harness.stop();
  });

  const appendMany = (count: number, stream = `user-${newId()}`) =>
    Array.from({ length: count }, () => harness.scripted.append(stream, changed)).flat();

  function rebuilder(projections: readonly Projection[], deps: Partial<RebuilderDeps> = {}): Rebuilder {
    const started = startRebuilder({
      databaseUrl: harness.databaseUrl,
      eventLog: harness.scripted.log,
      projections,
      log: rememberingLog().log,
      metrics: harness.metrics,
      lookEveryMs: 5,
      ...deps,
      options: { batchSize: 10, backoff: { firstMs: 1, mostMs: 20 }, ...deps.options },
    });
    rebuilders.push(started);
    return started;
  }

  async function stateOf(name = 'diary'): Promise<RebuildState | undefined> {
    return (await lookAtRebuilds(harness.pool, [name]))[0];
  }
  const untilPhase = (phase: RebuildState['phase'], name = 'diary') =>
    until(async () => {
      const state = await stateOf(name);
      if (state?.phase === 'failed' && phase !== 'failed') throw new Error(`it failed: ${state.failure}`);
      return state?.phase === phase;
    });

  async function entries(table = 'read_model.diary'): Promise<bigint[]> {
    const { rows } = await harness.pool.query<{ position: bigint }>(
      `select position from ${table} order by entry`,
    );
    return rows.map(({ position }) => position);
  }

  /** A diary that has everything, and nobody who leads it. */
  async function written(count: number): Promise<bigint[]> {
    const events = appendMany(count);
    const engine = await harness.start([diary()]);
    await harness.settled(engine, 'diary');
    await engine.stop();
    return events.map(({ position }) => position);
  }

  it('puts the rows that the log says in the place of those that were there, with their indexes', async () => {
    const positions = await written(25);
    await harness.pool.query(`update read_model.diary set stream = 'somebody changed it'`);
    await harness.pool.query(`insert into read_model.diary (position) values (7)`);
    rebuilder([diary()]);
    expect(await requestRebuild(harness.pool, 'diary')).toBe(true);
    await untilPhase('done');
    expect(await entries()).toEqual(positions);
    const spoiled = await harness.pool.query(`select 1 from read_model.diary where stream like 'some%'`);
    expect(spoiled.rowCount).toBe(0);
    const indexes = await harness.pool.query(
      `select schemaname from pg_indexes where indexname = 'diary_stream'`,
    );
    expect(indexes.rows).toEqual([{ schemaname: 'read_model' }]);
    const left = await harness.pool.query(`select 1 from pg_tables where schemaname = 'read_model_next'`);
    expect(left.rowCount).toBe(0);
    expect(await stateOf()).toMatchObject({ events: 25n, failure: null, position: positions.at(-1) });
    await until(async () => (await stateOf())?.swapMs !== null);
    expect(await harness.valueOf('ticketing_rebuilds_total')).toEqual([
      'ticketing_rebuilds_total{projection="diary",outcome="done"} 1',
    ]);
  });

  it('leaves the old rows to be read until the new ones take their place, and tells nobody of anything', async () => {
    const before = await written(30);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const heard: string[] = [];
    await harness.bus.subscribe({
      onMessage: ({ position }) => void heard.push(position),
      onLost: () => undefined,
    });
    const slow = diary({
      messages: ({ position }) => ({ kind: 'access', position: String(position), userIds: [] }),
      async afterRows({ events, live, rebuilding }) {
        expect([live, rebuilding]).toEqual([false, true]);
        if (events.length < 10) return;
        reached.resolve();
        await gate.promise;
      },
    });
    rebuilder([slow]);
    await requestRebuild(harness.pool, 'diary');
    await reached.promise;
    expect(await entries()).toEqual(before);
    gate.resolve();
    await untilPhase('done');
    expect(await entries()).toEqual(before);
    expect(heard).toEqual([]);
  });

  it('reads on what was appended meanwhile', async () => {
    const positions = await written(10);
    rebuilder([
      diary({
        afterRows({ events }) {
          if (events.length === 10) positions.push(...appendMany(3).map(({ position }) => position));
        },
      }),
    ]);
    await requestRebuild(harness.pool, 'diary');
    await untilPhase('done');
    expect(await entries()).toEqual(positions);
  });

  it('loads what is new in bulk, a batch as a whole', async () => {
    const batches: number[] = [];
    const rows: Projection = {
      ...diary({ name: 'rows' }),
      tables: 'create table if not exists rows (id uuid primary key, position bigint)',
      indexes: '',
      async project({ events, rebuilding }, transaction) {
        if (rebuilding && transaction.insertNew) batches.push(events.length);
        const written = events.map(({ id, position }) => ({ id, position: String(position) }));
        await upsertRows(transaction, 'rows', ['id', 'position'], ['id'], written);
        return [];
      },
    };
    appendMany(120);
    const engine = await harness.start([rows]);
    await harness.settled(engine, 'rows');
    await engine.stop();
    rebuilder([rows], { options: { batchSize: 60 } });
    await requestRebuild(harness.pool, 'rows');
    await untilPhase('done', 'rows');
    // Smaller ones would mean that the bulk was refused, and the batch halved until it was none.
    expect(batches).toEqual([60, 60]);
    expect((await harness.pool.query('select 1 from read_model.rows')).rowCount).toBe(120);
  });

  it('is taken up where it was when the process is killed in the middle', async () => {
    const positions = await written(55);
    const died = Promise.withResolvers<void>();
    const dying = Promise.withResolvers<never>();
    dying.promise.catch(() => undefined);
    let batches = 0;
    // What the others see of a process that was killed: nothing more, and its connection is gone.
    const first = diary({
      async afterRows(_, transaction) {
        if (++batches < 3) return;
        const { rows } = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
        await harness.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
        died.resolve();
        await dying.promise;
      },
    });
    const killed = rebuilder([first]);
    await requestRebuild(harness.pool, 'diary');
    await died.promise;
    expect(await entries('read_model_next.diary')).toEqual(positions.slice(0, 20));
    await harness.pool.query(`update read_model.rebuilds set lease_until = now()`);
    const sizes: number[] = [];
    rebuilder([diary({ afterRows: ({ events }) => void sizes.push(events.length) })]);
    await untilPhase('done');
    expect(sizes).toEqual([10, 10, 10, 5]);
    expect(await entries()).toEqual(positions);
    dying.reject(new Error('dead'));
    await killed.stop();
    expect(await entries()).toEqual(positions);
    expect(await stateOf()).toMatchObject({ phase: 'done' });
  });

  it('is begun anew by a process of another version', async () => {
    const positions = await written(25);
    await harness.pool.query(`insert into read_model.rebuilds (projection, phase, version, position, lease_until)
      values ('diary', 'reading', 7, 100, now())`);
    rebuilder([diary()]);
    await untilPhase('done');
    expect(await entries()).toEqual(positions);
  });

  it('writes nothing any more when another process has taken it up', async () => {
    await written(30);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const paused = rebuilder([
      diary({
        async afterRows() {
          reached.resolve();
          await gate.promise;
        },
      }),
    ]);
    await requestRebuild(harness.pool, 'diary');
    await reached.promise;
    await harness.pool.query(`update read_model.rebuilds set epoch = epoch + 1`);
    gate.resolve();
    await paused.stop();
    expect(await stateOf()).toMatchObject({ position: -1n, phase: 'reading' });
  });

  it('heals parked streams when the code is mended, and parks those that it cannot apply itself', async () => {
    const [good, healed, broken] = [`user-${newId()}`, `user-${newId()}`, `user-${newId()}`];
    for (const stream of [good, healed, broken]) appendMany(4, stream);
    harness.scripted.appendUnreadable(broken, 'no such type');
    appendMany(2, broken);
    const failing = diary({
      afterRows({ events }) {
        if (events.some(({ stream, revision }) => stream === healed && revision === 1n))
          throw new Error('a bug');
      },
    });
    const engine = await harness.start([failing]);
    await harness.settled(engine, 'diary');
    await engine.stop();
    const parked = async () =>
      (await harness.pool.query(`select stream, reason from read_model.parked_streams order by reason`)).rows;
    expect(await parked()).toHaveLength(2);
    rebuilder([diary()]);
    await requestRebuild(harness.pool, 'diary');
    await untilPhase('done');
    expect(await parked()).toEqual([{ stream: broken, reason: 'no such type' }]);
    const { rows } = await harness.pool.query(
      `select stream, count(*)::integer as count from read_model.diary group by 1`,
    );
    expect(new Map(rows.map(({ stream, count }) => [stream, count]))).toEqual(
      new Map([
        [good, 4],
        [healed, 4],
        [broken, 4],
      ]),
    );
    // The other way round: a stream that the rebuild cannot apply is parked by it.
    await requestRebuild(harness.pool, 'diary');
    await rebuilders.pop()?.stop();
    rebuilder([failing]);
    await untilPhase('done');
    expect(await parked()).toEqual([
      { stream: healed, reason: 'a bug' },
      { stream: broken, reason: 'no such type' },
    ]);
  });

  it('waits for a long read without holding up those who come meanwhile', async () => {
    await written(5);
    const reader = await harness.pool.connect();
    await reader.query(`begin isolation level repeatable read read only;
      lock table read_model.swap_guard in access share mode`);
    const seen = await reader.query('select 1 from read_model.diary');
    rebuilder([diary()], { options: { patienceMs: 10 } });
    await requestRebuild(harness.pool, 'diary');
    await untilPhase('waiting');
    for (let times = 0; times < 20; times++) {
      await harness.pool.query(`begin; set local lock_timeout to '50ms';
        lock table read_model.swap_guard in access share mode; select 1 from read_model.diary; commit`);
    }
    expect(await stateOf()).toMatchObject({ phase: 'waiting' });
    expect((await reader.query('select 1 from read_model.diary')).rowCount).toBe(seen.rowCount);
    await reader.query('commit');
    reader.release();
    await untilPhase('done');
  });

  it('is waited with while somebody reads, who sees the old tables whole, though not one was touched before', async () => {
    const positions = await written(5);
    rebuilder([diary()], { options: { patienceMs: 10 } });
    const read = await inSnapshot(harness.pool, async (query) => {
      // An instant is chosen here: what is committed later is not seen, also where it stands in other tables.
      await query(sql`select position from read_model.projection_checkpoints`);
      await requestRebuild(harness.pool, 'diary');
      await until(async () => ['waiting', 'done'].includes((await stateOf())?.phase ?? ''));
      return query<{ position: bigint }>(sql`select position from read_model.diary order by entry`);
    });
    expect(read.map(({ position }) => position)).toEqual(positions);
    await untilPhase('done');
    expect(await entries()).toEqual(positions);
  });

  it('says what failed, and leaves everything as it was', async () => {
    const positions = await written(5);
    rebuilder([{ ...diary(), indexes: 'create index on no_such_table (x)' }]);
    await requestRebuild(harness.pool, 'diary');
    await untilPhase('failed');
    expect((await stateOf())?.failure).toMatch(/no_such_table/);
    expect(await entries()).toEqual(positions);
    const left = await harness.pool.query(`select 1 from pg_tables where schemaname = 'read_model_next'`);
    expect(left.rowCount).toBe(0);
  });

  it('is left alone by a process of an older version, unless that is asked for', async () => {
    const positions = await written(5);
    await harness.pool.query('update read_model.projection_checkpoints set version = 2');
    await requestRebuild(harness.pool, 'diary');
    expect(await claimRebuilds(harness.pool, [diary()], 'an older process')).toEqual([]);
    await harness.pool.query('update read_model.rebuilds set allow_older = true');
    rebuilder([diary()]);
    await untilPhase('done');
    expect(await entries()).toEqual(positions);
    const stored = await harness.pool.query('select version from read_model.projection_checkpoints');
    expect(stored.rows).toEqual([{ version: 1 }]);
  });

  describe('beside a leader', () => {
    const telling = (version = 1): Projection =>
      diary({
        version,
        messages: ({ position }) => ({ kind: 'access', position: String(position), userIds: [] }),
      });

    it('takes nothing from it: it goes on by itself with the new tables, and whoever listens fetches again', async () => {
      const positions = appendMany(20).map(({ position }) => position);
      const engine = await harness.start([telling()], { lookMs: 20 }, { rebuilds: true });
      await until(() => engine.health().ready);
      let lost = 0;
      const heard: string[] = [];
      await harness.bus.subscribe({
        onMessage: ({ position }) => void heard.push(position),
        onLost: () => void lost++,
      });
      rebuilder([telling()], { onReleased: engine.reload });
      let going = true;
      const traffic = (async () => {
        while (going) {
          positions.push(...appendMany(2).map(({ position }) => position));
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })();
      for (let times = 1; times <= 3; times++) {
        await requestRebuild(harness.pool, 'diary');
        await untilPhase('done');
        await until(() => lost >= times && engine.leads('diary') && engine.health().ready);
      }
      going = false;
      await traffic;
      await harness.settled(engine, 'diary');
      expect(await entries()).toEqual(positions);
      const last = appendMany(1).at(-1)?.position;
      await harness.settled(engine, 'diary');
      await until(() => heard.at(-1) === String(last));
      expect(engine.health().projections[0]).toMatchObject({ role: 'leader', failure: null });
    });

    it('of an older version builds the newer one, while the older is written and read, and takes its place', async () => {
      const positions = appendMany(12).map(({ position }) => position);
      const marked = (version: number): Projection => ({
        ...diary({ version }),
        tables: `create table if not exists diary (entry serial primary key, position bigint, v${version} boolean)`,
        indexes: '',
        async project({ events }, transaction) {
          for (const { position } of events) {
            await transaction.query(`insert into diary (position, v${version}) values ($1, true)`, [
              position,
            ]);
          }
          if (version === 2 && events.some(({ position }) => position === positions[0])) {
            reached.resolve();
            await gate.promise;
          }
          return [];
        },
      });
      const gate = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      const older = await harness.start([marked(1)], { lookMs: 20 }, { rebuilds: true });
      await harness.settled(older, 'diary');
      const newer = await harness.start([marked(2)], { lookMs: 20 }, { rebuilds: true });
      expect(newer.health().ready).toBe(false);
      expect(newer.health().projections[0]?.failure).toMatch(/of version 1, and are read until/);
      rebuilder([marked(2)], { onReleased: newer.reload });
      await reached.promise;
      positions.push(...appendMany(5).map(({ position }) => position));
      await harness.settled(older, 'diary');
      expect((await harness.pool.query('select v1 from read_model.diary')).rowCount).toBe(17);
      gate.resolve();
      await until(() => newer.health().ready);
      expect((await harness.pool.query('select v2 from read_model.diary')).rowCount).toBe(17);
      await until(() => older.health().projections[0]?.failure?.includes('newer version') ?? false);
      positions.push(...appendMany(3).map(({ position }) => position));
      await harness.settled(newer, 'diary');
      expect(await entries()).toEqual(positions);
      expect(older.health().projections[0]?.role).toBe('standby');
    });
  });
});
