import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { ProjectKey } from '@ticketing/contracts/values.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { readSettings, required, SettingsError } from '@ticketing/platform/settings.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { NotAnIncidentFile } from './incident-file.ts';
import { ImportStopped } from './prepare-project.ts';
import { createProgress } from './progress.ts';
import { reportOf } from './report.ts';
import { type ImportResult, runImport } from './run-import.ts';

/** Exit codes: everything went in; something did not; the command line is wrong; stopped by Ctrl-C. */
const ALL_IN = 0;
const NOT_ALL_IN = 1;
const USAGE = 2;
const STOPPED = 130;

type Options = { project: string; owner?: string; dryRun?: true; json?: true };

const program = new Command('npm run import --')
  .description('Imports real input into the ticketing system, as the commands that it would have been.')
  .exitOverride();

program
  .command('incidents')
  .description(
    'Imports an incident log: one ticket for each incident, one event for each change, at its time.',
  )
  .argument('<file>', 'CSV file of incident updates (docs/import.md describes it)')
  .requiredOption('--project <key>', 'project to import into; created when there is none', projectKey)
  .option('--owner <username>', 'somebody who becomes a superadmin of the project')
  .option('--dry-run', 'write nothing and say what would happen')
  .option('--json', 'answer with one JSON document on standard output')
  .action(async (file: string, options: Options) => {
    process.exitCode = await importFile(file, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? ALL_IN : USAGE;
  else {
    console.error(sentenceOf(error));
    process.exitCode = NOT_ALL_IN;
  }
}

async function importFile(path: string, options: Options): Promise<number> {
  // npm runs scripts in the project's folder and tells where the command was typed.
  const file = resolve(process.env.INIT_CWD ?? '.', path);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    console.error(`The file ${file} cannot be read: ${error instanceof Error ? error.message : error}`);
    return USAGE;
  }
  const settings = readSettings(['EVENTSTORE_URL', 'DATABASE_URL', 'JWT_SECRET', 'USERNAME_KEY']);
  const eventStoreUrl = required('EVENTSTORE_URL', settings.EVENTSTORE_URL, 'the import appends to it');
  const databaseUrl = required('DATABASE_URL', settings.DATABASE_URL, 'credentials live in PostgreSQL');
  const usernameKey = required(
    'USERNAME_KEY',
    settings.USERNAME_KEY,
    'it hides user names in the log, and must be the one that the command-api uses',
  );
  // An import signs nobody in: without a secret to share, a passing one will do.
  const tokens = createTokens(settings.JWT_SECRET ?? randomBytes(32).toString('hex'));
  const eventStore = connectEventStore(eventStoreUrl);
  const pool = createPool(databaseUrl, 'importer');
  const progress = createProgress(process.stderr);
  const stop = stopOnSignal(() => {
    progress.clear();
    console.error('Stopping after the commands under way …');
  });
  try {
    const result = await runImport({ eventStore, pool, tokens, usernameKey }, bytes, {
      projectKey: options.project,
      owner: options.owner,
      dryRun: options.dryRun ?? false,
      stopping: stop.requested,
      onProgress: progress.show,
    });
    progress.clear();
    console.log(options.json ? JSON.stringify(result, undefined, 2) : reportOf(result));
    return exitCodeOf(result);
  } finally {
    progress.clear();
    stop.forget();
    await Promise.all([eventStore.dispose(), pool.end()]);
  }
}

function exitCodeOf({ stopped, refusedRows, incidents }: ImportResult): number {
  if (stopped) return STOPPED;
  return refusedRows.length > 0 || incidents.refused.length > 0 ? NOT_ALL_IN : ALL_IN;
}

/** The first signal asks to stop; one that comes later than its own echo ends the process at once. */
function stopOnSignal(onStop: () => void): { requested(): boolean; forget(): void } {
  // A terminal signals the whole process group, and a parent passes its own signal on.
  const ECHO_MILLISECONDS = 1_000;
  let askedAt: number | undefined;
  const listen = () => {
    if (askedAt === undefined) {
      askedAt = Date.now();
      onStop();
    } else if (Date.now() - askedAt > ECHO_MILLISECONDS) {
      process.exit(STOPPED);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, listen);
  return {
    requested: () => askedAt !== undefined,
    forget() {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, listen);
    },
  };
}

function projectKey(text: string): string {
  const parsed = ProjectKey.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('A project key has 1 to 10 letters and digits and starts with a letter.');
}

function sentenceOf(error: unknown): string {
  if (
    error instanceof NotAnIncidentFile ||
    error instanceof ImportStopped ||
    error instanceof SettingsError
  ) {
    return error.message;
  }
  if (error instanceof DomainError && error.code === 'store_unavailable') {
    return `The import stopped: ${error.message}. Run the same command again when it can be reached: it goes on from here and does nothing twice.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
