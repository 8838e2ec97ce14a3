import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EmbeddedStartError } from '../embedded-start-error.ts';
import { freePort } from '../testing/free-port.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './embedded-postgres.ts';
import { isAlive } from './process-identity.ts';

let folder: string;
let dataDir: string;
let port: number;
const running: RunningPostgres[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticketing-postgres-')); // 0700: closed to the server's user
  dataDir = join(folder, 'postgres');
  port = await freePort();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDir, port, ...options });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // some tests kill the server under it
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

async function startError(options: Partial<PostgresOptions> = {}): Promise<EmbeddedStartError> {
  const outcome: unknown = await start(options).catch((error: unknown) => error);
  if (!(outcome instanceof EmbeddedStartError)) {
    throw new Error(`Expected an EmbeddedStartError, not ${String(outcome)}`);
  }
  return outcome;
}

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await sleep(20);
  }
}

describe('a data folder in order', () => {
  test('what was written is there after stop and start, and the second start makes nothing anew', async () => {
    const first = await start();
    await query(first.url, "create table kept as select 'here' as word");
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const said: string[] = [];
    const second = await start({ log: (line) => said.push(line) });
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'here' }]);
    expect(second.url).toBe(first.url);
    expect(said).toEqual([]);
  });

  test('it waits for the disk, listens on loopback only and keeps its password to itself', async () => {
    const server = await start();
    const settings = await query(
      server.url,
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories') order by name",
    );
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    const withoutPassword = new URL(server.url);
    withoutPassword.password = 'guess';
    await expect(query(withoutPassword.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(dataDir, 'superuser-password'))).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  test('text sorts and folds the same on every machine, also beyond ASCII', async () => {
    const server = await start();
    expect(await query(server.url, "select upper('año'), lower('ÄÖ'), 'a' < 'B' as folded")).toEqual([
      { upper: 'AÑO', lower: 'äö', folded: false },
    ]);
  });
});

describe('after a hard stop', () => {
  test('a server killed with kill -9 recovers what it had acknowledged', async () => {
    const first = await start();
    await query(first.url, "create table kept as select 'acknowledged' as word");
    process.kill(first.pid, 'SIGKILL');
    const reason = await first.died;
    expect(reason.message).toContain('PostgreSQL ended while it was in use');
    running.splice(0);

    const second = await start();
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'acknowledged' }]);
  });

  test('a lock file whose process id belongs to another program by now does not block the start', async () => {
    const first = await start();
    await first.stop();
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const lockFile = `${bystander.pid}\n${join(dataDir, 'cluster')}\n0\n${port}\n`;
    await writeFile(join(dataDir, 'cluster/postmaster.pid'), lockFile);
    try {
      const second = await start();
      expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(isAlive(bystander.pid ?? 0)).toBe(true);
    } finally {
      bystander.kill('SIGKILL');
      await once(bystander, 'exit');
    }
  });

  test('an empty lock file does not block the start', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'cluster/postmaster.pid'), '');
    const second = await start();
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a first start that was cut off while it made the folder begins again', async () => {
    await mkdir(join(dataDir, 'cluster-unfinished/base'), { recursive: true });
    await writeFile(join(dataDir, 'cluster-unfinished/PG_VERSION'), '18\n');
    const server = await start();
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('when its owner is killed with kill -9 the server ends by itself', async () => {
    const owner = startInAnotherProcess();
    const pid = await serverPid(owner);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await waitUntil(() => !isAlive(pid));
    const next = await start();
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a server that outlived its owner and its watchdog is stopped by the next start', async () => {
    const owner = startInAnotherProcess();
    const pid = await serverPid(owner);
    // Stopped first, so that it cannot start another watchdog when the first is killed.
    owner.kill('SIGSTOP');
    for (const watchdog of await watchdogsOf(pid)) {
      process.kill(watchdog, 'SIGKILL');
    }
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    expect(isAlive(pid)).toBe(true);

    const said: string[] = [];
    const next = await start({ log: (line) => said.push(line) });
    expect(said.join()).toContain('still running without its owner');
    expect(isAlive(pid)).toBe(false);
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('what cannot start says what to do', () => {
  test('a port that another program listens on', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const error = await startError();
    other.close();
    expect(error.message).toBe(
      `Port ${port} on 127.0.0.1, where PostgreSQL is to listen, is already in use by another program.`,
    );
    expect(error.hint).toContain('POSTGRES_PORT');
    expect((await start()).port).toBe(port); // the failed start left nothing behind
  });

  test('a folder that a living process uses', async () => {
    const first = await start();
    const error = await startError({ port: await freePort() });
    expect(error.message).toContain(`is in use by the process ${process.pid}`);
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]); // and it is left alone
  });

  test.each(['global/pg_control', 'PG_VERSION', 'postgresql.conf'])(
    'a folder whose %s is gone',
    async (file) => {
      await (await start()).stop();
      await rm(join(dataDir, 'cluster', file));
      const error = await startError();
      expect(error.message).toContain(`The data folder ${dataDir} is damaged`);
      expect(error.hint).toContain('npm run reset');
    },
  );

  test('a folder whose control file was overwritten', async () => {
    await (await start()).stop();
    await truncate(join(dataDir, 'cluster/global/pg_control'), 100);
    expect((await startError()).message).toContain(`The data folder ${dataDir} is damaged`);
  });

  test('a folder whose password file is gone or holds another password', async () => {
    await (await start()).stop();
    await rm(join(dataDir, 'superuser-password'));
    expect((await startError()).message).toContain('superuser-password is missing');
    await writeFile(join(dataDir, 'superuser-password'), 'wrong\n');
    expect((await startError()).message).toContain('superuser-password does not open the database');
  });

  test('a folder of another major version', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'cluster/PG_VERSION'), '16\n');
    const error = await startError();
    expect(error.message).toContain('was made by PostgreSQL 16, and this is PostgreSQL 18');
  });

  test('a data folder whose path is a file', async () => {
    await writeFile(dataDir, 'in the way');
    expect((await startError()).message).toContain(`The data folder ${dataDir} cannot be used`);
  });
});

function startInAnotherProcess(): ChildProcess {
  const program = `
    import { startPostgres } from ${JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)};
    const server = await startPostgres(${JSON.stringify({ dataDir, port })});
    console.log(server.pid);
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function serverPid(owner: ChildProcess): Promise<number> {
  if (owner.stdout === null) {
    throw new Error('The owner was started without a pipe to read.');
  }
  const [line] = await once(owner.stdout, 'data');
  return Number(String(line));
}

/** The processes whose command line names the server that they watch over. */
async function watchdogsOf(pid: number): Promise<number[]> {
  const list = spawn('ps', ['-eo', 'pid=,args=']);
  let printed = '';
  list.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  await once(list, 'close');
  const found = printed
    .split('\n')
    .filter((line) => line.includes('postgres-watchdog') || line.includes('read -r line'))
    .filter((line) => line.trim().endsWith(` ${pid}`));
  return found.map((line) => Number(line.trim().split(' ')[0]));
}
