import { newId } from '@ticketing/platform/ids.ts';
import { createMetrics, type Metrics } from '@ticketing/platform/metrics.ts';
import { createPool, inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CuttableConnection, cuttableConnection } from '../testing/cuttable-connection.ts';
import { diary } from '../testing/diary.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { until } from '../testing/until.ts';
import { replaceCheckpoint } from './checkpoints.ts';
import type { Engine, EngineOptions } from './engine.ts';
import type { Projection } from './projection.ts';

const changed = { type: 'PasswordChanged', data: {} } as const;
/** A busy machine may keep a process waiting for a second, which must not cost it a lease that it is to keep. */
const brief = { leaseMs: 2_000, lookMs: 30 } as const;

describe('several engines at one database', () => {
  let harness: EngineHarness;
  const closing: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    harness = await engineHarness();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await harness.stop();
  });

  const append = (count = 1, stream = `user-${newId()}`) =>
    Array.from({ length: count }, () => harness.scripted.append(stream, changed)).flat();
  const entries = async () =>
    (
      await harness.pool.query<{ position: bigint }>('select position from read_model.diary order by entry')
    ).rows.map(({ position }) => position);
  const positions = (events: readonly { position: bigint }[]) => events.map(({ position }) => position);

  type Process = {
    readonly engine: Engine;
    readonly way: CuttableConnection;
    readonly metrics: Metrics;
    valueOf(metric: string): Promise<number>;
  };

  /** An engine with its own way to the database and its own metrics, as a process has. */
  async function process(
    projections: readonly Projection[] = [diary()],
    options: EngineOptions = brief,
    alone = false,
  ): Promise<Process> {
    const way = await cuttableConnection(harness.databaseUrl);
    const pool: pg.Pool = createPool(way.url, 'projector test', undefined, 10);
    const metrics = createMetrics();
    const engine = await harness.start(projections, options, { pool, metrics, alone });
    closing.push(async () => {
      way.mend();
      await engine.stop();
      await pool.end();
      await way.close();
    });
    return {
      engine,
      way,
      metrics,
      async valueOf(metric) {
        const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith(metric));
        return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
      },
    };
  }
  const roleOf = ({ engine }: Process) => engine.health().projections[0]?.role;

  /** What clients hear: positions, and a word of loss. */
  async function listening(): Promise<string[]> {
    const heard: string[] = [];
    await harness.bus.subscribe({
      onMessage: ({ position }) => void heard.push(position),
      onLost: () => void heard.push('lost'),
    });
    return heard;
  }
  const telling = (afterRows?: () => Promise<void>) =>
    diary({
      ...(afterRows ? { afterRows } : {}),
      messages: ({ position }) => ({ kind: 'access', position: String(position), userIds: [] }),
    });

  it('have one leader, and others that follow nothing and are ready to take over', async () => {
    const leader = await process();
    const standby = await process();
    const events = append(5);
    await harness.settled(leader.engine, 'diary');
    await until(() => standby.engine.position('diary') === events.at(-1)?.position);
    expect([roleOf(leader), roleOf(standby)]).toEqual(['leader', 'standby']);
    expect(standby.engine.health().ready).toBe(true);
    expect(standby.engine.caughtUp('diary')).toBe(false);
    expect(harness.scripted.followers()).toBe(1);
    expect(await leader.valueOf('ticketing_projection_leader{')).toBe(1);
    expect(await standby.valueOf('ticketing_projection_leader{')).toBe(0);
    expect(await entries()).toEqual(positions(events));
  });

  it('keep their leader as long as it renews, for many times the length of a lease', async () => {
    const short = { leaseMs: 1_000, lookMs: 20 };
    const leader = await process([diary()], short);
    const standby = await process([diary()], short);
    await until(async () => {
      const { rows } = await harness.pool.query(
        `select lease_until - $1::interval > (select min(updated_at) from read_model.projection_checkpoints) as old
         from read_model.projection_checkpoints`,
        ['5000 ms'],
      );
      return rows[0]?.old === true;
    });
    expect([roleOf(leader), roleOf(standby)]).toEqual(['leader', 'standby']);
    expect(await leader.valueOf('ticketing_projection_leases_lost_total')).toBe(0);
  });

  it('hand over when the leader is stopped: at once, every change told once, and nobody told of a loss', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let batches = 0;
    const slow = telling(async () => {
      if (++batches < 2) return;
      reached.resolve();
      await gate.promise;
    });
    // A lease that outlasts the test: who waits for its end does not pass.
    const long = { leaseMs: 600_000, lookMs: 30 };
    const leader = await process([slow], long);
    const standby = await process([telling()], long);
    const events = append();
    await harness.settled(leader.engine, 'diary');
    await until(() => leader.engine.health().ready);
    const heard = await listening();
    events.push(...append(3));
    await reached.promise;
    const stopped = leader.engine.stop();
    events.push(...append(3));
    gate.resolve();
    await stopped;
    await harness.settled(standby.engine, 'diary');
    expect(roleOf(standby)).toBe('leader');
    await until(() => heard.length >= 6);
    expect(heard).toEqual(positions(events.slice(1)).map(String));
    expect(await entries()).toEqual(positions(events));
    expect(
      await standby.valueOf('ticketing_projection_takeovers_total{projection="diary",cause="released"}'),
    ).toBe(1);
  });

  it.each(['cut', 'swallow'] as const)(
    'take over from a leader whose connections the network does %s, which then writes nothing and stands by',
    async (how) => {
      const leader = await process([telling()]);
      const standby = await process([telling()]);
      const events = append(3);
      await harness.settled(leader.engine, 'diary');
      await until(() => leader.engine.health().ready);
      const heard = await listening();
      leader.way[how]();
      events.push(...append(3));
      await harness.settled(standby.engine, 'diary');
      await until(() => heard.includes('lost'));
      leader.way.mend();
      await until(() => roleOf(leader) === 'standby');
      events.push(...append(2));
      await harness.settled(standby.engine, 'diary');
      expect(await entries()).toEqual(positions(events));
      expect(roleOf(standby)).toBe('leader');
      await until(() => leader.engine.health().ready);
      expect(await leader.valueOf('ticketing_projection_leases_lost_total')).toBe(1);
      expect(
        await standby.valueOf('ticketing_projection_takeovers_total{projection="diary",cause="expired"}'),
      ).toBe(1);
      // What is told after the takeover comes from one leader only.
      expect(heard.filter((one) => one !== 'lost')).toEqual([
        ...new Set(heard.filter((one) => one !== 'lost')),
      ]);
    },
  );

  it('take over from a leader that falls silent in the middle of a transaction, whose locks go with it', async () => {
    let silent = false;
    const reached = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const locking = diary({
      async afterRows(_, transaction) {
        if (!silent) return;
        await transaction.query('lock table read_model.diary in access exclusive mode');
        leader.way.swallow();
        reached.resolve();
        await gate.promise;
      },
    });
    const leader = await process([locking]);
    const standby = await process();
    append();
    await harness.settled(leader.engine, 'diary');
    silent = true;
    append(2);
    await reached.promise;
    await harness.settled(standby.engine, 'diary');
    silent = false;
    leader.way.mend();
    gate.resolve();
    await until(() => roleOf(leader) === 'standby');
    append();
    await harness.settled(standby.engine, 'diary');
    expect(await entries()).toEqual([10n, 20n, 30n, 40n]);
  });

  it('refuse the batch that an old leader was at when another took over, by the epoch alone', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let holding = false;
    const held: Projection = {
      ...diary(),
      async project(batch, transaction) {
        if (holding) {
          reached.resolve();
          await gate.promise;
        }
        return diary().project(batch, transaction);
      },
    };
    // Nobody renews or waits so long: nothing but the fence tells the old leader.
    const long = { leaseMs: 600_000, lookMs: 30 };
    const old = await process([held], long);
    const events = append();
    await harness.settled(old.engine, 'diary');
    holding = true;
    events.push(...append(2));
    await reached.promise;
    const successor = await process([diary()], long, true);
    await harness.settled(successor.engine, 'diary');
    holding = false;
    gate.resolve();
    await until(() => roleOf(old) === 'standby');
    events.push(...append());
    await harness.settled(successor.engine, 'diary');
    expect(await entries()).toEqual(positions(events));
    expect(await old.valueOf('ticketing_projection_leases_lost_total')).toBe(1);
  });

  it('change places as often as they must, and apply every event once and in order', async () => {
    const processes = [await process(), await process(), await process()];
    const events = append(2);
    for (let round = 0; round < 4; round++) {
      const leading = await leaderOf(processes);
      leading.way.cut();
      events.push(...append(3));
      await until(async () => (await entries()).length === events.length);
      leading.way.mend();
      await until(() => processes.filter((one) => roleOf(one) === 'leader').length === 1);
    }
    expect(await entries()).toEqual(positions(events));
  });
  const leaderOf = async (processes: readonly Process[]): Promise<Process> => {
    const leading = () => processes.find((one) => roleOf(one) === 'leader');
    await until(() => leading() !== undefined);
    return leading() ?? leaderOf(processes);
  };

  it('go on with their leader when the database goes away for longer than a lease and comes back', async () => {
    const leader = await process();
    const standby = await process();
    const events = append(2);
    await harness.settled(leader.engine, 'diary');
    standby.way.cut();
    leader.way.cut();
    events.push(...append(2));
    const leaseIsHeld = async () => {
      const { rows } = await harness.pool.query<{ held: boolean }>(
        'select lease_until >= now() as held from read_model.projection_checkpoints',
      );
      return rows[0]?.held;
    };
    await until(async () => (await leaseIsHeld()) === false);
    leader.way.mend();
    await harness.settled(leader.engine, 'diary');
    await until(async () => (await leaseIsHeld()) === true);
    standby.way.mend();
    events.push(...append(2));
    await harness.settled(leader.engine, 'diary');
    expect(roleOf(leader)).toBe('leader');
    expect(await leader.valueOf('ticketing_projection_leases_lost_total')).toBe(0);
    expect(await leader.valueOf('ticketing_projection_takeovers_total')).toBe(1);
    expect(await entries()).toEqual(positions(events));
  });

  it('say that they are not ready while the database does not answer', async () => {
    const standby = await process();
    const other = await process();
    await until(() => other.engine.health().ready);
    other.way.cut();
    await until(() => !other.engine.health().ready);
    other.way.mend();
    await until(() => other.engine.health().ready);
    expect(roleOf(standby)).toBe('leader');
  });

  it('go on from where the checkpoint was put by somebody else, with the streams that are parked there', async () => {
    const [good, bad] = [`user-${newId()}`, `user-${newId()}`];
    const leader = await process([diary()], { ...brief, leaseMs: 600_000 });
    append(2, good);
    append(2, bad);
    await harness.settled(leader.engine, 'diary');
    await inTransaction(harness.pool, async (transaction) => {
      await transaction.query('delete from read_model.diary where position > 10');
      await transaction.query(
        `insert into read_model.parked_streams (projection, stream, position, reason) values ('diary', $1, 30, 'test')`,
        [bad],
      );
      await replaceCheckpoint(transaction, 'diary', { version: 1, position: 10n });
    });
    append(1, good);
    await until(async () => (await entries()).length === 3);
    expect(await entries()).toEqual([10n, 20n, 50n]);
    expect(roleOf(leader)).toBe('leader');
    leader.engine.reload('diary');
    append(1, good);
    await until(async () => (await entries()).length === 4);
    expect(leader.engine.health().projections[0]?.parkedStreams).toBe(1);
  });

  it('go on when the database lost what it had said was committed', async () => {
    const leader = await process();
    const events = append(3);
    await harness.settled(leader.engine, 'diary');
    // A crash of the database takes the last rows and the checkpoint with it, together.
    await harness.pool.query(
      `with rows as (delete from read_model.diary where position > 10)
       update read_model.projection_checkpoints set position = 10`,
    );
    events.push(...append(1));
    await until(async () => (await entries()).length === 4);
    expect(await entries()).toEqual(positions(events));
  });

  it('leave the tables of a newer version to processes of that version, and say so', async () => {
    const newer = await process([diary({ version: 2 })]);
    append(2);
    await harness.settled(newer.engine, 'diary');
    const older = await process([diary({ version: 1 })]);
    await newer.engine.stop();
    await until(() => (older.engine.health().projections[0]?.failure ?? '').includes('newer version'));
    expect(older.engine.health().ready).toBe(false);
    expect(roleOf(older)).toBe('standby');
    expect(await entries()).toEqual([10n, 20n]);
    const next = await process([diary({ version: 2 })]);
    expect(roleOf(next)).toBe('leader');
  });

  it('take at once what a process that was killed led, if they know that they are alone', async () => {
    const long = { leaseMs: 600_000, lookMs: 30 };
    const killed = await process([diary()], long);
    append(2);
    await harness.settled(killed.engine, 'diary');
    killed.way.cut();
    const next = await process([diary()], long, true);
    expect(roleOf(next)).toBe('leader');
  });

  it('leave a projection that fails here, for a reason that no event has, to another process', async () => {
    const leader = await process([diary()], { ...brief, leaseMs: 600_000 });
    await until(() => leader.engine.health().ready);
    await harness.pool.query(`
      create function refuse() returns trigger language plpgsql as $$ begin
        if new.owner = '${await ownerOf()}' then raise exception 'the checkpoint is damaged'; end if;
        return new;
      end $$;
      create trigger refuse before update of position on read_model.projection_checkpoints
        for each row when (old.position <> new.position) execute function refuse()`);
    const standby = await process();
    harness.scripted.checkpoint();
    await until(() => roleOf(standby) === 'leader');
    expect(leader.engine.health().projections[0]?.failure).toMatch(/the checkpoint is damaged/);
    expect(
      await leader.valueOf('ticketing_projection_restarts_total{projection="diary",cause="failed"}'),
    ).toBe(1);
    const events = append(2);
    await until(async () => (await entries()).length === 2);
    expect(await entries()).toEqual(positions(events));
  });
  const ownerOf = async () =>
    (await harness.pool.query<{ owner: string }>('select owner from read_model.projection_checkpoints'))
      .rows[0]?.owner;

  it('share the log again after a takeover: one subscription a process, however often projections came', async () => {
    const names = ['one', 'two', 'three'];
    const first = await process(names.map((name) => diary({ name })));
    const second = await process(names.map((name) => diary({ name })));
    append(2);
    for (const name of names) await harness.settled(first.engine, name);
    await until(() => harness.scripted.followers() === 1);
    first.engine.reload('two');
    first.engine.reload('three');
    append(2);
    for (const name of names) await harness.settled(first.engine, name);
    await until(() => harness.scripted.followers() === 1);
    append(2);
    for (const name of names) await harness.settled(first.engine, name);
    for (const name of names) {
      const { rows } = await harness.pool.query(`select position from read_model.${name} order by entry`);
      expect(rows.map(({ position }) => position)).toEqual([10n, 20n, 30n, 40n, 50n, 60n]);
    }
    expect(second.engine.health().projections.every(({ role }) => role === 'standby')).toBe(true);
  });
});
