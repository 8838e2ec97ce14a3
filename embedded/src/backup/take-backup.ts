import { createHash } from 'node:crypto';
import { BlobMissing, type BlobStore, thumbnailOf } from '@ticketing/platform/blob-store/blob-store.ts';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BackupWriter, type Manifest } from './backup-file.ts';
import { copyTarget, keptTables, migrationsOf } from './kept-tables.ts';

export type BackupSource = {
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  /** Small files of the data folder, by name. */
  readonly files: ReadonlyMap<'secrets.json' | 'demo', Buffer>;
};

/** Frames of about this size: many small ones cost more than what is in them. */
const FRAME_BYTES = 256 * 1024;

/**
 * Writes a back-up while the system goes on. The log and all that stands beside it in PostgreSQL is read in one
 * transaction, so that it is as of one moment. The content of files comes afterwards: it never changes, and may be
 * more than that moment knows, not less.
 */
export async function takeBackup(source: BackupSource, file: string): Promise<Manifest> {
  const client = new pg.Client({
    connectionString: source.databaseUrl,
    application_name: 'backup',
    statement_timeout: 0,
  });
  await client.connect();
  const writer = await BackupWriter.create(file);
  try {
    await client.query('begin isolation level repeatable read read only');
    const manifest = await manifestOf(client);
    await writer.frame(manifest);
    for (const [name, content] of source.files) await writer.frame({ kind: 'file', name }, content);
    for (const [index, table] of manifest.tables.entries()) {
      await writer.frame({ kind: 'table', index });
      const copy = client.query(copyTo(`copy ${copyTarget(table)} to stdout`));
      for await (const rows of inPieces(copy)) await writer.frame({ kind: 'rows' }, rows);
      await writer.frame({ kind: 'tableEnd', rows: copy.rowCount });
    }
    const contents = await contentsOf(client);
    await client.query('commit');
    for (const content of contents) await writeContent(source.blobs, writer, content);
    await writer.finish();
    return manifest;
  } catch (error) {
    await writer.abandon();
    throw error;
  } finally {
    await client.end();
  }
}

async function manifestOf(client: pg.Client): Promise<Manifest> {
  const tables = await keptTables(client);
  if (!tables.some(({ schema, name }) => schema === 'event_store' && name === 'events')) {
    throw new Error('This database holds no event log. Is DATABASE_URL or DATA_DIR the right one?');
  }
  const { rows } = await client.query<{ position: string; taken_at: Date }>(
    'select coalesce(max(position), 0)::text as position, now() as taken_at from event_store.events',
  );
  const [at] = rows;
  if (at === undefined) throw new Error('An aggregate always has a row.');
  const hasBlobs = tables.some(({ schema, name }) => schema === 'files' && name === 'blobs');
  const blobs = hasBlobs ? (await client.query('select 1 from files.blobs')).rowCount : 0;
  return {
    kind: 'manifest',
    format: 'ticketing-backup-1',
    takenAt: at.taken_at.toISOString(),
    position: at.position,
    migrations: await migrationsOf(client),
    tables,
    blobs: blobs ?? 0,
  };
}

/** `isNeeded`: an upload names it. Content of which there is only a row may still be on its way in. */
type Content = { readonly digest: string; readonly isNeeded: boolean };

async function contentsOf(client: pg.Client): Promise<Content[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `select to_regclass('files.blobs') is not null as there`,
  );
  if (!found[0]?.there) return [];
  const { rows } = await client.query<Content>(
    `select digest, exists (select 1 from files.uploads u where u.digest = b.digest) as "isNeeded"
      from files.blobs b order by digest`,
  );
  return rows;
}

async function writeContent(blobs: BlobStore, writer: BackupWriter, content: Content): Promise<void> {
  const { digest, isNeeded } = content;
  const found = await writeBlob(blobs, writer, digest);
  if (found === undefined) {
    if (isNeeded) {
      throw new Error(
        `The content ${digest} of a file is not in the blob store, so a back-up would be incomplete. Is BLOB_STORE_URL the right one?`,
      );
    }
    return;
  }
  if (found !== digest) {
    throw new Error(`The content ${digest} in the blob store is damaged: its digest is ${found}.`);
  }
  await writeBlob(blobs, writer, thumbnailOf(digest));
}

/** @returns the digest of what was written, undefined when there is no such blob */
async function writeBlob(blobs: BlobStore, writer: BackupWriter, name: string): Promise<string | undefined> {
  let content: AsyncIterable<Buffer>;
  try {
    content = await blobs.get(name);
  } catch (error) {
    if (error instanceof BlobMissing) return undefined;
    throw error;
  }
  const hash = createHash('sha256');
  await writer.frame({ kind: 'blob', name });
  for await (const piece of inPieces(content)) {
    hash.update(piece);
    await writer.frame({ kind: 'content' }, piece);
  }
  await writer.frame({ kind: 'blobEnd' });
  return hash.digest('hex');
}

async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of source) {
    pieces.push(piece);
    size += piece.length;
    if (size < FRAME_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(pieces);
}
