import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { migrateCredentials } from '@ticketing/command-api/migrate.ts';
import { createColumnCounts } from '@ticketing/command-api/tickets/column-counts.ts';
import { foundSuperuser } from '@ticketing/command-api/users/found-superuser.ts';
import { Password, Username } from '@ticketing/contracts/values.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { SettingsError } from '@ticketing/platform/settings.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { emptyDataFolder } from './data-folder.ts';
import { markDemo } from './demo/demo-marker.ts';
import { EmbeddedStartError } from './embedded-start-error.ts';
import { startParts } from './parts.ts';
import { runningStack } from './stack-file.ts';
import { readStackSettings, type StackSettings } from './stack-settings.ts';

const usage = `Empties the embedded system: all tickets, people and history of this data folder.

Usage: npm run reset -- [--yes] [--superuser <name> [--password <password>]]

  --yes                do not ask
  --superuser <name>   begin without the demo, with this person as site superuser
  --password <words>   the superuser's password; asked for when it is not given (or set RESET_PASSWORD)

Without --superuser the next "npm start" opens the demo again.`;

/** `npm run reset`: the embedded data folder only. Databases that the environment names are never touched. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      yes: { type: 'boolean', default: false },
      superuser: { type: 'string' },
      password: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const settings = readStackSettings();
  if (settings.DATABASE_URL || settings.EVENTSTORE_URL) {
    throw new SettingsError(
      'DATABASE_URL or EVENTSTORE_URL is set: reset empties the embedded system only. Unset them, or empty those databases with their own tools.',
    );
  }
  if (await runningStack(settings.DATA_DIR)) {
    throw new EmbeddedStartError('The system is running on this data folder.', 'Stop it with Ctrl-C first.');
  }
  const username = values.superuser === undefined ? undefined : usernameOf(values.superuser);
  const password = username === undefined ? undefined : await passwordOf(values.password);
  if (!values.yes && !(await confirmed(settings.DATA_DIR))) {
    console.log('Nothing was changed.');
    return 1;
  }
  const left = await emptyDataFolder(settings.DATA_DIR);
  if (username !== undefined && password !== undefined) await createSuperuser(settings, username, password);
  console.log(
    `${settings.DATA_DIR} is empty${left.length > 0 ? ` but for what is not the system’s: ${left.join(', ')}` : ''}.${username ? ` ${username} is its superuser.` : ''} Begin with "npm start".`,
  );
  return 0;
}

function usernameOf(text: string): string {
  const parsed = Username.safeParse(text);
  if (!parsed.success) throw new SettingsError(`--superuser ${text}: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

async function passwordOf(given: string | undefined): Promise<string> {
  const text = given ?? process.env.RESET_PASSWORD ?? (await ask('Password of the superuser: '));
  const parsed = Password.safeParse(text);
  if (!parsed.success)
    throw new SettingsError(`the password is not usable: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

async function confirmed(dataDir: string): Promise<boolean> {
  const answer = await ask(`This deletes everything in ${dataDir}. Type "yes" to go on: `);
  return answer.trim().toLowerCase() === 'yes';
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new SettingsError('There is no terminal to ask at. Give --yes, and --password with --superuser.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

async function createSuperuser(settings: StackSettings, username: string, password: string): Promise<void> {
  const parts = await startParts(settings, (line) => console.log(line));
  const log = createLog('reset', settings.LOG_LEVEL);
  const eventStore = connectEventStore(parts.eventStoreUrl);
  const pool = createPool(parts.databaseUrl, 'reset', log);
  try {
    await migrateCredentials(parts.databaseUrl, log);
    const app = {
      eventStore,
      aggregates: createAggregates(eventStore),
      pool,
      tokens: createTokens(parts.secrets.jwtSecret),
      usernameKey: parts.secrets.usernameKey,
      columnCounts: createColumnCounts(eventStore),
    };
    await foundSuperuser(app, username, password);
    await markDemo(settings.DATA_DIR, 'none');
  } finally {
    await pool.end();
    await eventStore.dispose();
    await parts.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof EmbeddedStartError) console.error(`${error.message}\n${error.hint}`);
    else if (error instanceof SettingsError) console.error(error.message);
    else console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
