import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectChannel } from '@ticketing/contracts/live.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createRedisBus } from '@ticketing/platform/redis-bus.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { afterEach, expect, test } from 'vitest';
import { liveClient } from './testing/live-client.ts';
import { testSecret } from './testing/running-query-api.ts';
import { twoCompanies } from './testing/two-companies.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const started: ChildProcess[] = [];

afterEach(() => {
  for (const process of started.splice(0)) process.kill('SIGKILL');
});

/** The process as it is started in production, with nothing in its environment but this. */
function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  started.push(child);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  return { child, said: () => said, exited: once(child, 'close') };
}

test('a process that is not told where Redis is refuses to start, and says what is missing and why', async () => {
  const { said, exited } = start({
    DATABASE_URL: 'postgresql://127.0.0.1:1/ticketing',
    JWT_SECRET: testSecret,
  });
  expect(await exited).toEqual([1, null]);
  expect(said()).toMatch(/^REDIS_URL is not set: .*Redis\n$/);
});

describeWithService('redis', 'the query API as a process of its own', () => {
  test('answers reads, passes on what comes through Redis, and stops when told', async () => {
    const redis = await temporaryRedis();
    if (!redis) throw new Error('this suite runs only where Redis is');
    const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-blobs-'));
    const world = await twoCompanies();
    const { ids, models } = world;
    const bus = await createRedisBus({ url: redis.url, log: createLog('test', 'silent') });
    try {
      const port = await freePort();
      const { child, said, exited } = start({
        HOST: '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: models.database.url,
        REDIS_URL: redis.url,
        JWT_SECRET: testSecret,
        BLOB_STORE_URL: `file:${folder}`,
      });
      await expect.poll(said, { timeout: 30_000 }).toContain('query-api is ready');
      expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);

      const client = await liveClient(`ws://127.0.0.1:${port}/ws`);
      await client.authenticate(await createTokens(testSecret).issueAccess(ids.anna));
      await client.subscribe(projectChannel(ids.ops));
      // The projectors of this test publish in memory; what they say is said again through Redis.
      await models.bus.subscribe({
        onMessage: (message) => void bus.publish([message]),
        onLost: () => undefined,
      });
      const ticketId = await world.open({ companyId: ids.alpha, title: 'Through Redis' });
      expect(await client.next('change')).toMatchObject({ change: { entity: 'card', id: ticketId } });

      child.kill('SIGTERM');
      expect((await client.closed).code).toBe(1001);
      expect(await exited).toEqual([0, null]);
    } finally {
      await rm(folder, { recursive: true, force: true });
      await bus.close();
      await models.stop();
      await redis.stop();
    }
  });
});
