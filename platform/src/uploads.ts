import { fileURLToPath } from 'node:url';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { runner } from 'node-pg-migrate';
import type pg from 'pg';
import type { Log } from './log.ts';
import { inTransaction } from './postgres.ts';

/** What a person sent, as commands speak of it. */
export type UploadedFile = {
  readonly fileId: string;
  readonly name: string;
  /** What the content was found to be. */
  readonly contentType: string;
  readonly size: number;
  readonly digest: string;
};

/** Brings the schema `files` up to date. Several processes may start at once: one does it, and the others wait. */
export async function migrateUploads(databaseUrl: string, log: Pick<Log, 'debug'>): Promise<void> {
  await runner({
    databaseUrl,
    dir: fileURLToPath(new URL('../migrations/files', import.meta.url)),
    direction: 'up',
    migrationsTable: 'migrations',
    migrationsSchema: 'files',
    createMigrationsSchema: true,
    advisoryLockMode: 'wait',
    log: (message) => log.debug(message),
  });
}

/**
 * Writes an upload down; the content is put in its place in the middle of it, while nobody can remove the same content.
 * @returns false when this upload is known already, with the same owner, name and content
 * @throws DomainError `idempotency_key_reused` when the id is another upload's
 */
export async function recordUpload(
  pool: pg.Pool,
  ownerId: string,
  file: UploadedFile,
  keepContent: () => Promise<void>,
): Promise<boolean> {
  const { fileId, name, contentType, size, digest } = file;
  const blob = {
    text: `insert into files.blobs (digest, size) values ($1, $2)
      on conflict (digest) do update set received_at = now()`,
    values: [digest, size],
  };
  // By itself and first: content without a row would never be removed when this process dies.
  await pool.query(blob);
  return inTransaction(pool, async (client) => {
    await lockContent(client, digest);
    const { rows } = await client.query<{ owner_id: string; name: string; digest: string }>(
      'select owner_id, name, digest from files.uploads where id = $1',
      [fileId],
    );
    const known = rows[0];
    if (known && (known.owner_id !== ownerId || known.name !== name || known.digest !== digest)) {
      throw new DomainError('idempotency_key_reused');
    }
    await keepContent();
    await client.query(blob);
    const inserted = await client.query(
      `insert into files.uploads (id, owner_id, name, content_type, size, digest)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set uploaded_at = now(), doomed_at = null where uploads.owner_id = $2`,
      [fileId, ownerId, name, contentType, size, digest],
    );
    // Another request of the same id came first, and it was another person's.
    if (inserted.rowCount === 0) throw new DomainError('idempotency_key_reused');
    return known === undefined;
  });
}

/**
 * The file, if it is this person's, for a command that attaches it. From now on the file is not removed for an hour:
 * the event that attaches it may be in the log only a moment later.
 * @param ownerId whose it must be; anybody's when undefined
 */
export async function claimUpload(
  pool: pg.Pool,
  fileId: string,
  ownerId: string | undefined,
): Promise<UploadedFile | undefined> {
  const { rows } = await pool.query<{ name: string; content_type: string; size: bigint; digest: string }>(
    `update files.uploads set claimed_at = now()
     where id = $1 and ($2::uuid is null or owner_id = $2) and doomed_at is null
     returning name, content_type, size, digest`,
    [fileId, ownerId ?? null],
  );
  const [row] = rows;
  return (
    row && {
      fileId,
      name: row.name,
      contentType: row.content_type,
      size: Number(row.size),
      digest: row.digest,
    }
  );
}

/** Until the end of the transaction nobody else stores or removes this content. */
export async function lockContent(client: pg.ClientBase, digest: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('blob ' || $1, 0))`, [digest]);
}
