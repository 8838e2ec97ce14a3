import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Frame, type FrameHeader, type Manifest, readBackup } from './backup-file.ts';
import { copyTarget, type KeptTable, keptTables, migrationsOf } from './kept-tables.ts';

export type RestoreTarget = {
  /** A database with the tables of this version, all of them empty. */
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  readonly writeFile: (name: 'secrets.json' | 'demo', content: Buffer) => Promise<void>;
};

/** It was made by a version whose tables are others. */
export class BackupVersionError extends Error {}

/**
 * Puts a back-up into empty stores: all of the database's in one transaction, and then compared with what the
 * manifest promised.
 */
export async function loadBackup(file: string, target: RestoreTarget): Promise<void> {
  const client = new pg.Client({
    connectionString: target.databaseUrl,
    application_name: 'restore',
    statement_timeout: 0,
  });
  await client.connect();
  const frames = readBackup(file);
  try {
    await client.query('begin');
    // Tables come in the order of their names, not of their references to each other.
    await client.query('set local session_replication_role = replica');
    let manifest: Manifest | undefined;
    for (;;) {
      const next = await frames.next();
      if (next.done) break;
      const { header, body } = next.value;
      switch (header.kind) {
        case 'manifest':
          manifest = header;
          await requireSameTables(client, manifest);
          break;
        case 'file':
          await target.writeFile(header.name, body);
          break;
        case 'table': {
          const table = manifest?.tables[header.index];
          if (table === undefined)
            throw new Error('The back-up has a table that its manifest does not name.');
          await loadTable(client, table, frames);
          break;
        }
        case 'blob':
          await loadBlob(target.blobs, header.name, frames);
          break;
        default:
          throw outOfPlace(header);
      }
    }
    await requirePosition(client, manifest);
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await frames.return(undefined);
    await client.end();
  }
}

/** So much that a row could be put where it does not belong, or nowhere, ends it before anything is loaded. */
async function requireSameTables(client: pg.Client, manifest: Manifest): Promise<void> {
  const [ours, theirs] = [await migrationsOf(client), manifest.migrations];
  const tables = new Map((await keptTables(client)).map((table) => [copyTarget(table), table]));
  const unknown = manifest.tables.filter((table) => !tables.has(copyTarget(table)));
  if (JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs)) && unknown.length === 0) return;
  const names = unknown.map(({ schema, name }) => `${schema}.${name}`);
  throw new BackupVersionError(
    `The back-up of ${manifest.takenAt} was made by a version with other tables${names.length > 0 ? ` (${names.join(', ')})` : ''}. Restore it with that version; then a newer one goes on with the data.`,
  );
}

const sorted = (migrations: Record<string, string[]>): [string, string[]][] =>
  Object.entries(migrations).sort(([one], [other]) => (one < other ? -1 : 1));

async function loadTable(client: pg.Client, table: KeptTable, frames: AsyncIterator<Frame>): Promise<void> {
  const copy = client.query(copyFrom(`copy ${copyTarget(table)} from stdin`));
  let promised = -1;
  const rows = async function* () {
    for (;;) {
      const { header, body } = await nextOf(frames);
      if (header.kind === 'rows') yield body;
      else if (header.kind === 'tableEnd') {
        promised = header.rows;
        return;
      } else throw outOfPlace(header);
    }
  };
  await pipeline(rows, copy);
  if (copy.rowCount !== promised) {
    throw new Error(
      `${table.schema}.${table.name} took ${copy.rowCount} rows of the ${promised} that are in the back-up.`,
    );
  }
}

async function loadBlob(blobs: BlobStore, name: string, frames: AsyncIterator<Frame>): Promise<void> {
  const content = async function* () {
    for (;;) {
      const { header, body } = await nextOf(frames);
      if (header.kind === 'content') yield body;
      else if (header.kind === 'blobEnd') return;
      else throw outOfPlace(header);
    }
  };
  const received = await blobs.receive(content());
  if (name === received.digest || name.startsWith(`${name.slice(0, 64)}.`)) await received.keep(name);
  else {
    await received.discard();
    throw new Error(`The content ${name} of the back-up has another digest: ${received.digest}.`);
  }
}

async function requirePosition(client: pg.Client, manifest: Manifest | undefined): Promise<void> {
  const { rows } = await client.query<{ position: string }>(
    'select coalesce(max(position), 0)::text as position from event_store.events',
  );
  if (rows[0]?.position === manifest?.position) return;
  throw new Error(`The log ends at ${rows[0]?.position}, and the back-up says at ${manifest?.position}.`);
}

async function nextOf(frames: AsyncIterator<Frame>): Promise<Frame> {
  const next = await frames.next();
  if (next.done) throw new Error('The back-up ends inside of a table or a file.');
  return next.value;
}

const outOfPlace = (header: FrameHeader): Error =>
  new Error(`The back-up has "${header.kind}" where it does not belong.`);
