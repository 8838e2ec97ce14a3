import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryKafka, temporaryKafka } from '@ticketing/embedded/testing/temporary-kafka.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { connectKafka } from '@ticketing/platform/kafka.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { type FedProjections, startFromKafka } from '@ticketing/projectors/kafka/start-from-kafka.ts';
import { startRelay } from '@ticketing/projectors/kafka/start-relay.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import { startRebuilder } from '@ticketing/projectors/rebuild/start-rebuilder.ts';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tellNews } from '../testing/news.ts';
import { type RealInstallation, realInstallation } from '../testing/real-installation.ts';
import { tellSmallInstallation } from '../testing/small-installation.ts';

describeWithService('kafka', 'audit, of read models that Kafka feeds', () => {
  let broker: TemporaryKafka | undefined;
  let real: RealInstallation;
  let pool: pg.Pool;
  let fed: FedProjections;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    broker = await temporaryKafka();
    real = await realInstallation();
    await tellNews(real.add, await tellSmallInstallation(real.add));
    pool = createPool(real.environment.DATABASE_URL, 'verify-test', undefined, 20);
    const place = { brokers: [broker?.brokers ?? ''], ssl: false };
    const deps = {
      eventLog: real.store,
      pool,
      bus: createInMemoryBus(),
      log: createLog('verify-test', 'silent'),
      metrics: createMetrics(),
      connection: connectKafka(place, 'verify-test', createLog('verify-test', 'silent')),
    };
    const relay = await startRelay({
      ...deps,
      relay: { partitions: 5, replication: 1, compression: 'none' },
    });
    stops.push(() => relay.stop());
    fed = await startFromKafka({ ...deps, projections: readModels });
    stops.push(() => fed.stop());
    const rebuilder = startRebuilder({
      ...deps,
      databaseUrl: real.environment.DATABASE_URL,
      projections: readModels,
      onReleased: (name) => fed.reload(name),
      lookEveryMs: 50,
    });
    stops.push(() => rebuilder.stop());
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
    await pool.end();
    await real.stop();
    await broker?.stop();
  });

  const verified = async () => {
    const { stdout, stderr } = await real.audit('verify', '--json');
    return stdout === '' ? { stderr } : JSON.parse(stdout);
  };

  it('refuses to rebuild one that is fed by partition and leaves it as it is, and rebuilds others', async () => {
    // Waits until all of it is there.
    await verified();
    const before = await board();
    expect(before.cards.length).toBeGreaterThan(0);

    const refused = await real.audit('rebuild', 'board');
    expect(refused).toMatchObject({ code: 5 });
    expect(refused.stdout).toMatch(
      /^board +failed, and is as it was: "board" is fed from Kafka by partition and cannot be rebuilt .*: run the projectors with PROJECTOR_SOURCE=log, rebuild it, and go back$/m,
    );
    expect(await board()).toEqual(before);

    const rebuilt = await real.audit('rebuild', 'activity');
    expect(rebuilt, rebuilt.stderr).toMatchObject({ code: 0 });
  }, 120_000);

  /** What there is of it, in use or beside. */
  async function board() {
    const cards = await pool.query('select to_jsonb(t)::text as row from read_model.cards t order by 1');
    const checkpoints = await pool.query(
      `select name, version, position, owner, owner_epoch from read_model.projection_checkpoints
       where split_part(name, '/', 1) = 'board' order by name`,
    );
    const tables = await pool.query(
      `select table_schema, table_name from information_schema.tables where table_name = 'cards'`,
    );
    return { cards: cards.rows, checkpoints: checkpoints.rows, tables: tables.rows };
  }

  it('verifies and finds no difference, and finds one that is made in a single partition', async () => {
    const report = await verified();
    expect(report).toMatchObject({ ok: true, differences: [], notCompared: [] });
    await pool.query(`update read_model.cards set title = 'Something else' where key = 'INC-1'`);
    expect((await verified()).differences).toEqual([expect.objectContaining({ readModel: 'board' })]);
  }, 120_000);
});
