import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { migrateCredentials } from '@ticketing/command-api/migrate.ts';
import type { BlobPlace } from '@ticketing/platform/blob-store/blob-place.ts';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import pg from 'pg';
import { emptyDataFolder } from '../data-folder.ts';
import { prepareNodeTables } from '../event-node/prepare-node-tables.ts';
import { startPostgres } from '../postgres/embedded-postgres.ts';
import type { StackSettings } from '../stack-settings.ts';
import { loadBackup } from './load-backup.ts';

const BESIDE = 'restoring';

/**
 * Restores beside what is there, and takes its place when all of it stands: whatever goes wrong before leaves the data
 * folder as it was.
 */
export async function restoreDataFolder(
  file: string,
  settings: StackSettings,
  say: (line: string) => void,
): Promise<void> {
  const { DATA_DIR } = settings;
  const beside = join(DATA_DIR, BESIDE);
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  try {
    await restoreInto(beside, file, settings, say);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
  await emptyDataFolder(DATA_DIR, BESIDE);
  // The database last: without one a start that comes in between would make new keys, with one it would not.
  const names = (await readdir(beside)).sort(
    (one, other) => Number(one === 'postgres') - Number(other === 'postgres'),
  );
  for (const name of names) await rename(join(beside, name), join(DATA_DIR, name));
  await rm(beside, { recursive: true, force: true });
}

async function restoreInto(
  folder: string,
  file: string,
  settings: StackSettings,
  say: (line: string) => void,
): Promise<void> {
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    log: say,
  });
  try {
    await prepareTables(postgres.url);
    const blobs = await openBlobStore(placeOfBlobs(folder, settings));
    try {
      await loadBackup(file, {
        databaseUrl: postgres.url,
        blobs,
        writeFile: (name, content) => writeFile(join(folder, name), content, { mode: 0o600 }),
      });
    } finally {
      await blobs.close();
    }
  } finally {
    await postgres.stop();
  }
}

async function prepareTables(databaseUrl: string): Promise<void> {
  await migrateCredentials(databaseUrl, createLog('restore', 'warn'));
  await prepareOutbox(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await prepareNodeTables(client);
  } finally {
    await client.end();
  }
}

/** Beside, where the store is a part of the data folder; else where it is: its contents are named by their digests. */
function placeOfBlobs(folder: string, { DATA_DIR, BLOB_STORE_URL }: StackSettings): BlobPlace {
  const isInside = BLOB_STORE_URL.kind === 'folder' && BLOB_STORE_URL.folder === join(DATA_DIR, 'files');
  return isInside ? { kind: 'folder', folder: join(folder, 'files') } : BLOB_STORE_URL;
}

/** The port of the settings may be another system's at this moment. */
function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
