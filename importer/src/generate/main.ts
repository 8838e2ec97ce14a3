import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrateCredentials } from '@ticketing/command-api/migrate.ts';
import { createColumnCounts } from '@ticketing/command-api/tickets/column-counts.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { readSettings, required } from '@ticketing/platform/settings.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type pg from 'pg';
import { createProgress } from '../progress.ts';
import { generate } from './generate.ts';

/** Exit codes: done; it failed or the read models did not follow; the command line is wrong. */
const DONE = 0;
const FAILED = 1;
const USAGE = 2;

type Options = {
  tickets: number;
  seed: number;
  projects: number;
  companies: number;
  people: number;
  until?: number;
  intoThisStore?: true;
};

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('Give a whole number above 0.');
  return number;
};
const instant = (text: string): number => {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('Give an instant like 2026-03-01T12:00:00Z.');
  return time;
};

const program = new Command('npm run generate --')
  .description('Fills an installation with tickets as two years of use would have made them.')
  .requiredOption('--tickets <number>', 'how many tickets; each has about ten events', wholeNumber)
  .option('--seed <number>', 'the same seed makes the same tickets', wholeNumber, 1)
  .option('--projects <number>', 'how many projects', wholeNumber, 20)
  .option('--companies <number>', 'how many companies', wholeNumber, 50)
  .option('--people <number>', 'how many employees of companies', wholeNumber, 500)
  .option('--until <instant>', 'when the last of it happened; now unless told', instant)
  .option(
    '--into-this-store',
    'needed for a store that is not the embedded one: what is written stays for ever',
  )
  .exitOverride();

try {
  program.parse();
  process.exitCode = await run(program.opts<Options>());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? DONE : USAGE;
  else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = FAILED;
  }
}

async function run(options: Options): Promise<number> {
  // The embedded stack says so itself; addresses from the environment may be anybody's.
  const embedded = process.env.EMBEDDED_PARTS === '1' && isHere('EVENTSTORE_URL') && isHere('DATABASE_URL');
  if (!embedded && !options.intoThisStore) {
    console.error(
      'EVENTSTORE_URL and DATABASE_URL name stores that are not the embedded ones. Generated events cannot be taken out again: add --into-this-store if that is what you want.',
    );
    return USAGE;
  }
  if (process.env.NODE_ENV === 'production') {
    console.error('This is a production environment (NODE_ENV): nothing is generated here.');
    return USAGE;
  }
  const settings = readSettings(['EVENTSTORE_URL', 'DATABASE_URL', 'USERNAME_KEY']);
  const eventStore = connectEventStore(
    required('EVENTSTORE_URL', settings.EVENTSTORE_URL, 'events go there'),
  );
  const databaseUrl = required('DATABASE_URL', settings.DATABASE_URL, 'the read models are there');
  const usernameKey = required('USERNAME_KEY', settings.USERNAME_KEY, 'it hides user names in the log');
  const pool = createPool(databaseUrl, 'generate');
  const progress = createProgress(process.stderr);
  const columnCounts = createColumnCounts(eventStore);
  try {
    await migrateCredentials(databaseUrl, createLog('generate', 'error'));
    const began = performance.now();
    const made = await generate(
      {
        eventStore,
        aggregates: createAggregates(eventStore),
        pool,
        tokens: createTokens(randomBytes(32).toString('hex')),
        usernameKey,
        columnCounts,
      },
      { ...options, until: options.until ?? Date.now(), onProgress: progress.show },
    );
    progress.clear();
    const written = (performance.now() - began) / 1000;
    const perSecond = Math.round(made.events / written);
    console.log(
      `${made.tickets} tickets with ${made.events} events in ${written.toFixed(1)} s (${perSecond}/s), in the projects ${made.world.prefix}1 to ${made.world.prefix}${made.world.projects.length}.`,
    );
    const caughtUp = await untilCaughtUp(pool, made.position, progress.show);
    progress.clear();
    const waited = (performance.now() - began) / 1000 - written;
    if (caughtUp) console.log(`The read models had all of it ${waited.toFixed(1)} s later.`);
    else console.error('The read models did not come to the end of it within an hour.');
    return caughtUp ? DONE : FAILED;
  } finally {
    await columnCounts.stop();
    await pool.end();
    await eventStore.dispose();
  }
}

/** A stack that was started with somebody else's stores is not the embedded one; the embedded parts are on this machine. */
function isHere(setting: 'EVENTSTORE_URL' | 'DATABASE_URL'): boolean {
  return /[@/](127\.0\.0\.1|localhost)[:/]/.test(process.env[setting] ?? '');
}

/** Waits until every read model has passed the position. They are built by the stack that runs beside this tool. */
async function untilCaughtUp(
  pool: pg.Pool,
  position: bigint,
  show: (doing: string, done: number, total: number) => void,
): Promise<boolean> {
  const deadline = performance.now() + 3_600_000;
  while (performance.now() < deadline) {
    const { rows } = await pool
      .query<{ position: bigint }>(
        "select position from read_model.projection_positions where name <> 'relay'",
      )
      .catch(() => ({ rows: [] }));
    const slowest = rows.reduce((least, row) => (row.position < least ? row.position : least), position);
    if (rows.length > 0 && slowest >= position) return true;
    show('read models, by log position', Number(slowest < 0n ? 0n : slowest), Number(position));
    await sleep(200);
  }
  return false;
}
