import { type BlobStore, thumbnailOf } from '@ticketing/platform/blob-store/blob-store.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import { lockContent } from '@ticketing/platform/uploads.ts';
import type pg from 'pg';

const HOUR = 3_600_000;
/** How long an upload may wait for what it is attached to. */
export const FORGOTTEN_AFTER_MS = 24 * HOUR;
/** How long a command may take from asking for a file until the event that names it is in the log. */
const CLAIM_MS = HOUR;

export type Removed = { readonly uploads: number; readonly contents: number; readonly unfinished: number };

/**
 * Removes uploads that were attached to nothing for a day, and content that nothing names any more. It must never remove
 * what the log names, now or in its history, and so goes slowly:
 *
 * 1. An upload that is a day old, that no command asked for within the hour, and that the log does not name is doomed:
 *    from then on no command gets it. A command that asked for it a moment before wins, because both change one row.
 * 2. An hour later at the earliest, an upload that is doomed and that the log still does not name is removed. What a
 *    command appended in spite of all is in the log by then, and saves it.
 * 3. Content goes when it is a day old and neither an upload nor the log names its digest, while nobody may store it.
 *
 * There is no bookkeeping beside the log that a crash could tear from it: `read_model.file_references` is made of it.
 * @param reachedHead brings that read model up to where the log is now; false when it cannot be trusted to name all
 */
export async function removeForgotten(
  pool: pg.Pool,
  blobs: BlobStore,
  reachedHead: () => Promise<boolean>,
  now: Date = new Date(),
): Promise<Removed | undefined> {
  if (!(await reachedHead())) return undefined;
  const dayAgo = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
  const hourAgo = new Date(now.getTime() - CLAIM_MS);
  await pool.query(
    `update files.uploads set doomed_at = null where doomed_at is not null and ${named('uploads.id')}`,
  );
  const removed = await pool.query(
    `delete from files.uploads where doomed_at < $1 and not ${named('uploads.id')}`,
    [hourAgo],
  );
  await pool.query(
    `update files.uploads set doomed_at = $3
     where doomed_at is null and uploaded_at < $1 and (claimed_at is null or claimed_at < $2)
       and not ${named('uploads.id')}`,
    [dayAgo, hourAgo, now],
  );
  return {
    uploads: removed.rowCount ?? 0,
    contents: await removeContents(pool, blobs, dayAgo),
    unfinished: await blobs.removeUnfinished(dayAgo),
  };
}

/**
 * What a parked stream names is not among the references. Asked in the same statement as them: the tables may have been
 * rebuilt since anybody looked, with another stream parked.
 */
const anyParked = `exists (select 1 from read_model.parked_streams where split_part(projection, '/', 1) = 'files')`;

const named = (id: string): string =>
  `(exists (select 1 from read_model.file_references r where r.file_id = ${id}) or ${anyParked})`;

const unnamedContent = `
  not exists (select 1 from files.uploads u where u.digest = b.digest)
  and not exists (select 1 from read_model.file_references r where r.digest = b.digest)
  and not ${anyParked}`;

async function removeContents(pool: pg.Pool, blobs: BlobStore, before: Date): Promise<number> {
  const { rows } = await pool.query<{ digest: string }>(
    `select digest from files.blobs b where received_at < $1 and ${unnamedContent}`,
    [before],
  );
  let removed = 0;
  for (const { digest } of rows) {
    await inTransaction(pool, async (client) => {
      await lockContent(client, digest);
      // The same content may have come in since it was looked for.
      const still = await client.query(
        `select 1 from files.blobs b where digest = $1 and received_at < $2 and ${unnamedContent}`,
        [digest, before],
      );
      if (still.rowCount === 0) return;
      await blobs.remove(thumbnailOf(digest));
      await blobs.remove(digest);
      // Last: when this process dies here, the next time finds the row and removes what is gone already.
      await client.query('delete from files.blobs where digest = $1', [digest]);
      removed += 1;
    });
  }
  return removed;
}
