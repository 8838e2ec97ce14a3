import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import { SettingsError } from '@ticketing/platform/settings.ts';
import { EmbeddedStartError } from '../embedded-start-error.ts';
import { startPostgres } from '../postgres/embedded-postgres.ts';
import { secretsOf } from '../secrets.ts';
import { runningStack } from '../stack-file.ts';
import { readStackSettings, type StackSettings } from '../stack-settings.ts';
import { verifyBackup } from './backup-file.ts';
import { failWith } from './fail-with.ts';
import { takeBackup } from './take-backup.ts';

const usage = `Writes everything that cannot be made anew into one file: the event log, passwords, mails, files, keys.

Usage: npm run backup -- <file>

The system may run meanwhile. The file is as secret as the system itself; it is readable by its owner only.
Bring it back with "npm run restore -- <file>".`;

/** `npm run backup`: of the embedded system. Databases that the environment names have tools of their own. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name, ...others] = positionals;
  if (values.help || name === undefined || others.length > 0) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const settings = readStackSettings();
  if (settings.DATABASE_URL || settings.EVENTSTORE_URL) {
    throw new SettingsError(
      'DATABASE_URL or EVENTSTORE_URL is set: this backs up the embedded system only. docs/backup.md says how to back up the others.',
    );
  }
  const file = resolve(process.env.INIT_CWD ?? '.', name);
  if (existsSync(file)) throw new SettingsError(`${file} is there already. Name another file.`);
  const database = await databaseOf(settings);
  const blobs = await openBlobStore(settings.BLOB_STORE_URL);
  try {
    const files = await smallFiles(settings);
    const manifest = await takeBackup({ databaseUrl: database.url, blobs, files }, file);
    // What was written is read again: a disk that lies is heard of today and not on the day of the restore.
    await verifyBackup(file);
    const { size } = await stat(file);
    console.log(
      `${file} holds the system as of ${manifest.takenAt}: the log up to position ${manifest.position}, ${manifest.tables.length} tables, ${manifest.blobs} files (${(size / 1e6).toFixed(1)} MB). It was read again and is whole.`,
    );
    return 0;
  } finally {
    await blobs.close();
    await database.stop();
  }
}

/** The running system's database, or the data folder's, started for as long as it takes. */
async function databaseOf(settings: StackSettings): Promise<{ url: string; stop(): Promise<void> }> {
  const running = await runningStack(settings.DATA_DIR);
  if (running !== undefined) return { url: running.databaseUrl, stop: async () => undefined };
  const dataDir = join(settings.DATA_DIR, 'postgres');
  if (!existsSync(join(dataDir, 'cluster'))) {
    throw new EmbeddedStartError(
      `There is nothing to back up in ${settings.DATA_DIR}.`,
      'Set DATA_DIR to the folder of the system.',
    );
  }
  return startPostgres({ dataDir, port: settings.POSTGRES_PORT, log: (line) => console.error(line) });
}

/** The keys that are in use, and whether there is a demo. */
async function smallFiles(settings: StackSettings): Promise<Map<'secrets.json' | 'demo', Buffer>> {
  const stored = await secretsOf(settings.DATA_DIR);
  const inUse = {
    jwtSecret: settings.JWT_SECRET ?? stored.jwtSecret,
    usernameKey: settings.USERNAME_KEY ?? stored.usernameKey,
  };
  const files = new Map<'secrets.json' | 'demo', Buffer>();
  files.set('secrets.json', Buffer.from(JSON.stringify(inUse, null, 2)));
  const marker = join(settings.DATA_DIR, 'demo');
  if (existsSync(marker)) files.set('demo', await readFile(marker));
  return files;
}

main().then((code) => process.exit(code), failWith);
