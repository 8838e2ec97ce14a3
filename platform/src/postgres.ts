import pg from 'pg';

/** What a pool tells when an idle connection breaks; a pino logger fits. */
export type PoolLog = { warn(details: object, message: string): void };

const INT8 = 20;
const DATE = 1082;
const INT8_ARRAY = 1016;

/**
 * int8 as bigint: positions and revisions do not fit a number. A calendar date stays `YYYY-MM-DD`: the
 * driver's default makes it midnight of the process's time zone, which is another day elsewhere.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (format !== 'binary') {
      if (oid === INT8) return BigInt;
      if (oid === DATE) return String;
      if (oid === INT8_ARRAY) return bigintsOf;
    }
    return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
  },
};

const bigintsOf = (text: string): bigint[] => (text === '{}' ? [] : text.slice(1, -1).split(',').map(BigInt));

/**
 * A pool of at most `max` connections. `name` is what `pg_stat_activity` shows. A connection that breaks
 * between two queries is dropped and logged, idle or in the middle of a transaction; without a listener it
 * would end the process.
 * @param pipeline whether statements go out without waiting for the answers of earlier ones; COPY does not go with it
 */
export function createPool(url: string, name: string, log?: PoolLog, max = 10, pipeline = true): pg.Pool {
  // Asked for now and then, a connection whose other end is gone is found out even while it waits for an answer.
  const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
  // Statements that are sent without waiting go out at once, one behind the other.
  const options = { ...keepAlive, types, pipeline };
  const pool = new pg.Pool({ connectionString: url, application_name: name, max, ...options });
  pool.on('connect', (client) => {
    client.on('error', (error) => log?.warn({ err: error, pool: name }, 'a database connection broke'));
  });
  // The pool hears of the same error again for a connection that nobody uses.
  pool.on('error', () => undefined);
  return pool;
}

/**
 * Another, smaller pool to the same database, for what must not wait for the first one's connections, or needs others.
 * @param options.queryTimeoutMs a statement that is not answered in time fails, and its connection is given up: the
 * network may have swallowed it
 * @param options.pipeline see `createPool`
 */
export function siblingPool(
  pool: pg.Pool,
  name: string,
  options: { readonly max: number; readonly queryTimeoutMs?: number; readonly pipeline?: boolean },
): pg.Pool {
  const { application_name: first } = pool.options;
  const { max, queryTimeoutMs, pipeline } = options;
  const sibling = new pg.Pool({
    ...pool.options,
    application_name: first ? `${first} ${name}` : name,
    max,
    ...(queryTimeoutMs === undefined
      ? {}
      : { query_timeout: queryTimeoutMs, connectionTimeoutMillis: queryTimeoutMs }),
    ...(pipeline === undefined ? {} : { pipeline }),
  });
  sibling.on('connect', (client) => client.on('error', () => undefined));
  sibling.on('error', () => undefined);
  return sibling;
}

/** Commits what `work` did, or nothing of it when `work` throws. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    // A connection that could not even roll back is not given to the next caller.
    client.release(broken);
  }
}

/**
 * True for an error that says nothing of what was asked: the connection, the server's resources, a deadlock.
 * The same work may succeed when tried again.
 */
export function isTransientDatabaseError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    // Classes of SQLSTATE: connection, transaction rollback, resources, operator intervention, system error.
    if (/^(08|40|53|57|58)/.test(code) && code.length === 5) return true;
    // The database ended the connection because this process said nothing in the middle of a transaction.
    if (code === '25P03') return true;
    if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/.test(code)) return true;
  }
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Query read timeout/.test(
    error.message,
  );
}
