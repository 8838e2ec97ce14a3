import { Password, Username } from '@ticketing/contracts/values.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { readSettings, required, runProcess, SettingsError } from '@ticketing/platform/settings.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { migrateCredentials } from './migrate.ts';
import { createColumnCounts } from './tickets/column-counts.ts';
import { foundSuperuser } from './users/found-superuser.ts';

/**
 * Makes the first superuser of a new installation:
 * `SUPERUSER_PASSWORD=… npm run superuser -- <name>`, with the settings of command-api.
 */
await runProcess(async () => {
  const settings = readSettings(['EVENTSTORE_URL', 'DATABASE_URL', 'USERNAME_KEY', 'LOG_LEVEL']);
  const username = Username.safeParse(process.argv[2]);
  const password = Password.safeParse(process.env.SUPERUSER_PASSWORD);
  if (!username.success) throw new SettingsError('give the user name: found-superuser.ts <name>');
  if (!password.success)
    throw new SettingsError('set SUPERUSER_PASSWORD to the password of the new superuser');
  const databaseUrl = required('DATABASE_URL', settings.DATABASE_URL, 'credentials live in PostgreSQL');
  const eventStoreUrl = required(
    'EVENTSTORE_URL',
    settings.EVENTSTORE_URL,
    'people are registered in its log',
  );
  const usernameKey = required('USERNAME_KEY', settings.USERNAME_KEY, 'it hides user names in the log');
  const log = createLog('found-superuser', settings.LOG_LEVEL);
  await migrateCredentials(databaseUrl, log);
  const eventStore = connectEventStore(eventStoreUrl);
  const pool = createPool(databaseUrl, 'found-superuser', log);
  const aggregates = createAggregates(eventStore);
  // No token is issued here.
  const app = {
    eventStore,
    aggregates,
    pool,
    tokens: createTokens(''),
    usernameKey,
    columnCounts: createColumnCounts(eventStore),
  };
  const id = await foundSuperuser(app, username.data, password.data);
  console.log(`${username.data} (${id}) is a site superuser.`);
  await Promise.all([pool.end(), eventStore.dispose()]);
  process.exit(0);
});
