import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createEventTable, lastPosition } from './event-table.ts';

export type LogLine = (line: string) => void;

/** Another event node already writes to this database. */
export class LogInUseError extends Error {}

/** Two numbers that stand for "the writer of event_store" among PostgreSQL's advisory locks. */
const WRITER_LOCK = [0x65766e74, 0x6e6f6465] as const;
/** How long a node that was killed may take to leave its lock behind, in milliseconds. */
const LOCK_PATIENCE = 8_000;

/**
 * The one PostgreSQL session that may write the log.
 *
 * It holds an advisory lock for as long as it lives. After a lost connection the lock is what makes recovery safe:
 * once the new session has it, the old one is gone, and so is any insert of it that might still have been on its way.
 */
export class WriterSession {
  readonly #databaseUrl: string;
  readonly #log: LogLine;
  #client: pg.Client;
  #lost = false;
  #closed = false;
  #onLost: () => void = () => undefined;

  private constructor(databaseUrl: string, log: LogLine, client: pg.Client) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
    this.#client = client;
    this.#watch(client);
  }

  /**
   * Connects, takes the lock and creates the table where it is missing.
   * @throws LogInUseError when another node keeps the lock
   */
  static async open(databaseUrl: string, log: LogLine): Promise<WriterSession> {
    const client = await connect(databaseUrl).catch((error: unknown) => {
      throw new Error(cannotConnect(databaseUrl, error), { cause: error });
    });
    try {
      const until = Date.now() + LOCK_PATIENCE;
      while (!(await takeLock(client))) {
        if (Date.now() > until) {
          throw new LogInUseError(
            'Another event node is already using this database. Stop it first, or give this one another DATABASE_URL.',
          );
        }
        await delay(50);
      }
      await requireUtf8(client);
      await createEventTable(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return new WriterSession(databaseUrl, log, client);
  }

  get client(): pg.Client {
    return this.#client;
  }

  get isLost(): boolean {
    return this.#lost;
  }

  /** Tells whether `error` ended the session, so that the outcome of the statement is not known. */
  endedBy(error: unknown): boolean {
    if (endsSession(error)) this.#lost = true;
    return this.#lost;
  }

  /** `callback` is called when the connection is lost by itself, also while nothing is being written. */
  onLost(callback: () => void): void {
    this.#onLost = callback;
  }

  /**
   * Connects anew and takes the lock, for as long as it takes.
   * @returns the position of the last event in the table, or undefined when the session was closed meanwhile
   */
  async reconnect(): Promise<number | undefined> {
    this.#lost = true;
    await this.#client.end().catch(() => undefined);
    for (let pause = 50; !this.#closed; pause = Math.min(1_000, pause * 2)) {
      let client: pg.Client | undefined;
      try {
        client = await connect(this.#databaseUrl);
        if (await takeLock(client)) {
          await createEventTable(client);
          const last = await lastPosition(client);
          this.#client = client;
          this.#lost = false;
          this.#watch(client);
          this.#log('connected to PostgreSQL again');
          return last;
        }
        await client.end();
      } catch {
        await client?.end().catch(() => undefined);
      }
      await delay(pause);
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client.end().catch(() => undefined);
  }

  #watch(client: pg.Client): void {
    const lost = () => {
      if (this.#client !== client || this.#closed || this.#lost) return;
      this.#lost = true;
      this.#log('lost the connection to PostgreSQL; appends wait until it is back');
      this.#onLost();
    };
    client.on('error', lost);
    client.on('end', lost);
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'event node, writer',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  // An error before anyone listens would end the process; the failed call says the same.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`set synchronous_commit = on; set statement_timeout = 0; set jit = off`);
  return client;
}

/** Names the server without the password that the connection string may hold. */
function cannotConnect(databaseUrl: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const server = URL.canParse(databaseUrl) ? new URL(databaseUrl).host : 'the given address';
  return `PostgreSQL cannot be reached at ${server} (${reason}). Start it, or correct DATABASE_URL.`;
}

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
    ...WRITER_LOCK,
  ]);
  return rows[0]?.taken === true;
}

async function requireUtf8(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('show server_encoding');
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8' || encoding === 'SQL_ASCII') return;
  throw new Error(
    `The database is encoded as ${encoding}, which cannot hold every stream name. Create it with encoding UTF8.`,
  );
}

/** Connection failures, and the errors with which PostgreSQL closes a session (SQLSTATE classes 08 and 57P). */
export function endsSession(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') {
    // What the pg driver itself says when its connection is gone has no code.
    return error instanceof Error && /connection|not queryable|timeout expired/i.test(error.message);
  }
  if (code.startsWith('08') || code.startsWith('57P')) return true;
  // Five characters are PostgreSQL's own codes; others (ECONNRESET, EPIPE, …) come from the socket.
  return code.length !== 5;
}
