import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../postgres/embedded-postgres.ts';
import { freePort } from './free-port.ts';

export interface TemporaryPostgres {
  /** Superuser connection string of an empty database that nobody else uses. */
  readonly url: string;
  /** Drops the database, cutting off whoever is still connected. */
  stop(): Promise<void>;
}

/** The server of the whole test run, which `global-setup.ts` starts and every test process inherits. */
export const sharedServerVariable = 'TICKETING_TEST_POSTGRES_URL';

/**
 * An empty database on a real PostgreSQL: on the one server of the test run, or, outside a test run, on a
 * server of its own.
 */
export async function temporaryPostgres(): Promise<TemporaryPostgres> {
  const sharedUrl = process.env[sharedServerVariable];
  if (sharedUrl === undefined) {
    return startTemporaryServer();
  }
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await onServer(sharedUrl, (client) => client.query(`create database ${name}`));
  const url = new URL(sharedUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: () => dropWhenLeft(sharedUrl, name),
  };
}

/**
 * Connections that their owners have closed may take a moment to be gone, and one that is cut off in that moment fails
 * in nobody's hands. Those that are still there after a while were forgotten, and are cut off.
 */
async function dropWhenLeft(url: string, name: string): Promise<void> {
  const giveUpAt = Date.now() + 2_000;
  await onServer(url, async (client) => {
    const connected = 'select 1 from pg_stat_activity where datname = $1';
    while ((await client.query(connected, [name])).rowCount && Date.now() < giveUpAt) await sleep(10);
    await client.query(`drop database if exists ${name} with (force)`);
  });
}

/**
 * A PostgreSQL on a free port and a folder of its own, both gone after `stop`. It does not wait for the
 * disk (`fsync` off), which no test that kills only processes can notice.
 */
export async function startTemporaryServer(): Promise<TemporaryPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ticketing-test-postgres-'));
  try {
    const server = await startPostgres({
      dataDir,
      port: await freePort(),
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
    });
    return {
      url: server.url,
      async stop() {
        await server.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
