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
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tellNews } from '../testing/news.ts';
import { type RealInstallation, realInstallation } from '../testing/real-installation.ts';
import { tellSmallInstallation } from '../testing/small-installation.ts';

describeWithService('kafka', 'verify, of read models that Kafka feeds', () => {
  let broker: TemporaryKafka | undefined;
  let real: RealInstallation;
  let pool: pg.Pool;
  let fed: FedProjections;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    broker = await temporaryKafka();
    real = await realInstallation();
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

  it('finds no difference, and finds one that is made in a single partition', async () => {
    await tellNews(real.add, await tellSmallInstallation(real.add));
    const report = await verified();
    expect(report).toMatchObject({ ok: true, differences: [], notCompared: [] });
    await pool.query(`update read_model.cards set title = 'Something else' where key = 'INC-1'`);
    expect((await verified()).differences).toEqual([expect.objectContaining({ readModel: 'board' })]);
  }, 120_000);
});
