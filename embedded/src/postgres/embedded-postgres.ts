import { chmod, chown, mkdir, readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedStartError } from '../embedded-start-error.ts';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { dataFolderDamaged, explainFailure, portTaken } from './explain-failure.ts';
import { claimDataFolder, settlePreviousServer } from './previous-server.ts';
import { type ServerContext, superuser } from './server-context.ts';
import { type ServerProcess, spawnServer } from './server-process.ts';
import { choosePostgresIdentity, type PostgresIdentity } from './unprivileged-user.ts';

export interface PostgresOptions {
  /** Folder of its own; made when missing. Holds the cluster and the password, nothing else. */
  readonly dataDir: string;
  readonly port: number;
  /** Address to listen on, 127.0.0.1 unless given. Only connections from this machine are let in. */
  readonly host?: string;
  /** Hears what a person may want to know, one line a call. */
  readonly log?: (line: string) => void;
  /** Settings of postgresql.conf that win over ours, such as `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RunningPostgres {
  /** Superuser connection string of the database `ticketing`. Contains the password: never log it. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server ends without `stop`, with the reason. Never rejects. */
  readonly died: Promise<EmbeddedStartError>;
  /** Fast shutdown; resolves when nothing of it runs any more. Safe to call twice. */
  stop(): Promise<void>;
}

const databaseName = 'ticketing';

/**
 * Why these: the log and the read models must survive the power cord, so fsync and synchronous_commit are
 * on. There is no replica, so `minimal` WAL halves what bulk loads write. Sorting and case follow the
 * builtin C.UTF-8 locale, which is the same on every machine. Reads through io workers cost three
 * processes that a laptop's data does not need.
 */
const defaultSettings: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
  max_wal_size: '1GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  unix_socket_directories: '',
};

/**
 * Starts PostgreSQL on a folder, making the cluster on first use.
 *
 * Survives what a machine does to it: a lock file left by `kill -9` is removed, a server that outlived its
 * owner is stopped, a first start that was interrupted begins again, and a watchdog ends the server when
 * this process dies.
 *
 * @throws EmbeddedStartError for a taken port, a full disk, a damaged folder, a folder of another major
 * version, a folder in use, a folder without permission
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir);
  const clusterDir = join(dataDir, 'cluster');
  const host = options.host ?? '127.0.0.1';
  const log = options.log ?? (() => {});
  const binaries = await findPostgresBinaries();
  await makeDataFolder(dataDir);
  const claim = await claimDataFolder(dataDir).catch((error: unknown) => {
    throw asStartError(error, dataDir, host, options.port);
  });
  try {
    const identity = await handOver(dataDir, clusterDir, binaries);
    await settlePreviousServer(clusterDir, log);
    await requireFreePort(host, options.port);
    const settings = { ...defaultSettings, ...options.settings };
    const context = { binaries, identity, dataDir, clusterDir, host, port: options.port, settings, log };
    const password = await ensureCluster(context);
    return await runServer(context, password, claim);
  } catch (error) {
    await claim.release();
    throw asStartError(error, dataDir, host, options.port);
  }
}

/** A full or closed disk also shows in our own file calls, as an errno. */
function asStartError(error: unknown, dataDir: string, host: string, port: number): unknown {
  const isErrno = error instanceof Error && 'syscall' in error;
  return isErrno ? explainFailure({ dataDir, host, port, output: diskWords(error) }) : error;
}

function diskWords({ code, message }: Error & { code?: unknown }): string {
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'No space left on device' : `could not write: ${message}`;
}

async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o755 });
    await readdir(dataDir);
  } catch (cause) {
    const failed = cause as NodeJS.ErrnoException; // node:fs fails with an errno
    if (failed.code === 'ENOSPC' || failed.code === 'EDQUOT') {
      throw explainFailure({ dataDir, host: '', port: 0, output: 'No space left on device' });
    }
    throw new EmbeddedStartError(
      `The data folder ${dataDir} cannot be used: ${failed.message}.`,
      'Start as the user who owns the folder, or set DATA_DIR to a folder that you may write to.',
      { cause },
    );
  }
}

/** As root: gives the folder to the user that PostgreSQL will run as. */
async function handOver(
  dataDir: string,
  clusterDir: string,
  binaries: PostgresBinaries,
): Promise<PostgresIdentity> {
  const isRoot = process.platform !== 'win32' && process.getuid?.() === 0;
  const cluster = await stat(clusterDir).catch(() => undefined);
  const dataOwner =
    isRoot && cluster && cluster.uid !== 0 ? { uid: cluster.uid, gid: cluster.gid } : undefined;
  if (!isRoot) {
    await chmod(dataDir, 0o700).catch(() => {}); // ours to close when it is ours at all
    return choosePostgresIdentity({ program: binaries.postgres, folder: dataDir });
  }
  const before = await stat(dataDir);
  await chmod(dataDir, 0o711); // the choice below asks whether that user gets in
  const identity = choosePostgresIdentity({ program: binaries.postgres, folder: dataDir, dataOwner });
  const { uid, gid } = identity.owner;
  if (uid !== undefined && gid !== undefined) {
    if (before.uid !== uid) {
      await chown(dataDir, uid, gid);
    }
    if (cluster && cluster.uid !== uid) {
      // A folder that root copied or restored belongs to root throughout.
      for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
        await chown(join(entry.parentPath, entry.name), uid, gid);
      }
    }
  }
  await chmod(dataDir, 0o700);
  return identity;
}

async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((listening, failed) => {
      probe.once('error', failed).listen({ host, port, exclusive: true }, listening);
    });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException; // listen fails with an errno
    switch (code) {
      case 'EADDRINUSE':
        throw portTaken(host, port, cause);
      case 'EACCES':
        throw new EmbeddedStartError(
          `PostgreSQL may not listen on port ${port}.`,
          'Set POSTGRES_PORT to a port above 1023.',
          { cause },
        );
      default:
        throw new EmbeddedStartError(
          `PostgreSQL cannot listen on ${host}, port ${port} (${code ?? String(cause)}).`,
          'Set HOST to an address of this machine, such as 127.0.0.1, and POSTGRES_PORT to a free port.',
          { cause },
        );
    }
  } finally {
    await new Promise<void>((closed) => probe.close(() => closed()));
  }
}

async function runServer(
  context: ServerContext,
  password: string,
  claim: { release(): Promise<void> },
): Promise<RunningPostgres> {
  const { host, port, clusterDir, log } = context;
  const url = connectionString(host, port, password, databaseName);
  const sharedMemoryDeadline = Date.now() + 15_000;
  for (;;) {
    const server = spawnServer(context);
    try {
      await waitUntilReady(server, connectionString(host, port, password, 'postgres'), context);
    } catch (error) {
      await server.end();
      // After a `kill -9` of the server its last children go by themselves; until then they hold memory.
      if (server.output().includes('pre-existing shared memory block') && Date.now() < sharedMemoryDeadline) {
        await sleep(200);
        await settlePreviousServer(clusterDir, log);
        continue;
      }
      throw error;
    }
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      await server.end();
      await claim.release();
    };
    const died = server.ended.then(async () => {
      if (stopping) {
        return new Promise<never>(() => {}); // ended as asked: this never settles
      }
      await claim.release();
      return explainDeath(context, server.output());
    });
    return {
      url,
      port,
      pid: server.pid,
      died,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  }
}

function explainDeath(context: ServerContext, output: string): EmbeddedStartError {
  const explained = explainFailure({ ...context, output });
  return /No space left|Disk quota/.test(output)
    ? explained
    : new EmbeddedStartError(
        `PostgreSQL ended while it was in use. Its last words: ${output.trim().split('\n').at(-1) || 'none'}.`,
        'Start again: it recovers every acknowledged change by itself.',
      );
}

function connectionString(host: string, port: number, password: string, database: string): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const name = reachable.includes(':') ? `[${reachable}]` : reachable;
  return `postgres://${superuser}:${password}@${name}:${port}/${database}`;
}

/** Resolves when the server answers a query and the database exists. Recovery may take minutes. */
async function waitUntilReady(server: ServerProcess, url: string, context: ServerContext): Promise<void> {
  const started = Date.now();
  let told = false;
  for (;;) {
    if (server.hasEnded()) {
      throw explainFailure({ ...context, output: server.output() });
    }
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => {}); // a connection cut off here shows in the next round
    try {
      await client.connect();
      const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
      if (found.rowCount === 0) {
        await client.query(`create database ${databaseName}`);
      }
      return;
    } catch (error) {
      const { code } = error as { code?: string }; // errno of the socket or SQLSTATE of the server
      if (code === '28P01') {
        throw dataFolderDamaged(
          context.dataDir,
          'the file superuser-password does not open the database',
          error,
        );
      }
      if (code === '53100') {
        throw explainFailure({ ...context, output: 'No space left on device' });
      }
      // 57P03: starting up or recovering; the socket errors: not listening yet, or ended this instant.
      if (code !== '57P03' && code !== 'ECONNREFUSED' && code !== 'ECONNRESET' && !isCutOff(error)) {
        throw dataFolderDamaged(
          context.dataDir,
          `a first query fails with "${(error as Error).message}"`,
          error,
        );
      }
    } finally {
      await client.end().catch(() => {});
    }
    if (!told && Date.now() - started > 3000) {
      told = true;
      context.log('PostgreSQL is recovering from a hard stop; this may take a while.');
    }
    await sleep(25);
  }
}

function isCutOff(error: unknown): boolean {
  return error instanceof Error && /terminated|timeout|ended/i.test(error.message);
}
