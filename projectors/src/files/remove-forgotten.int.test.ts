import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { type BlobStore, thumbnailOf } from '@ticketing/platform/blob-store/blob-store.ts';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { claimUpload, migrateUploads, recordUpload } from '@ticketing/platform/uploads.ts';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engineTables } from '../engine/checkpoint-table.ts';
import { filesTables } from '../read-models/files-tables.ts';
import { removeForgotten } from './remove-forgotten.ts';

const HOUR = 3_600_000;
const owner = newId();
let postgres: TemporaryPostgres;
let pool: pg.Pool;
let folder: string;
let blobs: BlobStore;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  await migrateUploads(postgres.url, createLog('test', 'silent'));
  pool = createPool(postgres.url, 'test');
  await pool.query(`${engineTables}; set search_path to read_model; ${filesTables}; reset search_path`);
  folder = await mkdtemp(join(tmpdir(), 'ticketing-test-forgotten-'));
  blobs = await openBlobStore({ kind: 'folder', folder });
});
beforeEach(() => pool.query('truncate files.uploads, files.blobs, read_model.file_references'));
afterAll(async () => {
  await pool?.end();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function upload(content: Buffer = randomBytes(50)) {
  const received = await blobs.receive(Readable.from([content]));
  const thumbnail = await blobs.receive(Readable.from([Buffer.from('small')]));
  const { digest, size } = received;
  const file = { fileId: newId(), name: 'a.png', contentType: 'image/png', size, digest };
  await recordUpload(pool, owner, file, async () => {
    await received.keep();
    await thumbnail.keep(thumbnailOf(digest));
  });
  return file;
}

/** What the read model does with an event that names the file. */
const nameInLog = ({ fileId, digest }: { fileId: string; digest: string }) =>
  pool.query('insert into read_model.file_references values ($1, $2)', [fileId, digest]);

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);
const clean = (hours: number, reached = true) =>
  removeForgotten(pool, blobs, async () => reached, inHours(hours));
const there = async ({ fileId, digest }: { fileId: string; digest: string }) => ({
  upload: (await pool.query('select 1 from files.uploads where id = $1', [fileId])).rowCount === 1,
  content: await blobs.has(digest),
  thumbnail: await blobs.has(thumbnailOf(digest)),
});
const all = { upload: true, content: true, thumbnail: true };
const none = { upload: false, content: false, thumbnail: false };

describe('an upload that is never attached', () => {
  it('stays while a stream is parked whose files nobody knows, though nobody has seen it yet', async () => {
    await upload();
    await pool.query(
      `insert into read_model.parked_streams (projection, stream, position, reason) values ('files', 'ticket-1', 1, '')`,
    );
    await clean(25);
    expect(await clean(27)).toEqual({ uploads: 0, contents: 0, unfinished: 0 });
    await pool.query('delete from read_model.parked_streams');
    await clean(27);
    expect(await clean(29)).toEqual({ uploads: 1, contents: 1, unfinished: 0 });
  });

  it('goes after a day, in two steps an hour apart, with its content and its thumbnail', async () => {
    const file = await upload();
    await clean(23);
    expect(await claimUpload(pool, file.fileId, owner)).toBeDefined();
    await pool.query('update files.uploads set claimed_at = null');
    await clean(25);
    expect(await there(file)).toEqual(all);
    expect(await claimUpload(pool, file.fileId, owner)).toBeUndefined();
    await clean(25.5);
    expect(await there(file)).toEqual(all);
    expect(await clean(26.5)).toMatchObject({ uploads: 1, contents: 1 });
    expect(await there(file)).toEqual(none);
  });

  it('comes back when it is uploaded again before it is gone', async () => {
    const content = randomBytes(60);
    const first = await upload(content);
    await clean(25);
    const second = await upload(content);
    await pool.query('update files.uploads set uploaded_at = $1 where id = $2', [inHours(25), second.fileId]);
    await clean(27);
    expect(await there(first)).toEqual({ ...all, upload: false });
    expect(await there(second)).toEqual(all);
  });
});

describe('what the log names', () => {
  it('stays for ever, also when it was taken off since, which leaves its name in the history', async () => {
    const file = await upload();
    await nameInLog(file);
    for (const hours of [25, 27, 1_000, 2_000]) await clean(hours);
    expect(await there(file)).toEqual(all);
  });

  it('stays when its event comes a moment after a command asked for it, however old the upload is', async () => {
    const file = await upload();
    await pool.query(`update files.uploads set uploaded_at = now() - interval '3 days'`);
    expect(await claimUpload(pool, file.fileId, owner)).toBeDefined();
    // The process that asked dies between asking and appending, or between appending and answering.
    await clean(0);
    await nameInLog(file);
    for (const hours of [2, 26, 100]) await clean(hours);
    expect(await there(file)).toEqual(all);
  });

  it('saves an upload that was doomed already', async () => {
    const file = await upload();
    await clean(25);
    await nameInLog(file);
    for (const hours of [27, 50]) await clean(hours);
    expect(await there(file)).toEqual(all);
    expect(await claimUpload(pool, file.fileId, owner)).toBeDefined();
  });

  it('keeps the content for another upload of the same, which is forgotten alone', async () => {
    const content = randomBytes(70);
    const [attached, forgotten] = [await upload(content), await upload(content)];
    await nameInLog(attached);
    await clean(25);
    await clean(27);
    expect(await there(forgotten)).toEqual({ ...all, upload: false });
    expect(await there(attached)).toEqual(all);
  });

  it('is not looked for while the read model is behind the log: nothing is removed then', async () => {
    const file = await upload();
    expect(await clean(25, false)).toBeUndefined();
    expect(await clean(50, false)).toBeUndefined();
    expect(await there(file)).toEqual(all);
  });
});

describe('races', () => {
  it('between a command and the cleaning have one winner: what a command got is never doomed', async () => {
    const files = await Promise.all(Array.from({ length: 40 }, () => upload()));
    await pool.query(`update files.uploads set uploaded_at = now() - interval '2 days'`);
    const claims = files.map(({ fileId }) => claimUpload(pool, fileId, owner));
    const [got] = await Promise.all([Promise.all(claims), clean(0)]);
    for (const [index, file] of files.entries()) {
      const { rows } = await pool.query('select doomed_at from files.uploads where id = $1', [file.fileId]);
      expect(rows[0].doomed_at === null).toBe(got[index] !== undefined);
    }
  });

  it('between an upload and the removal of the same content leave no upload without content', async () => {
    for (let round = 0; round < 15; round++) {
      const content = randomBytes(80);
      const old = await upload(content);
      await pool.query('delete from files.uploads where id = $1', [old.fileId]);
      await pool.query(`update files.blobs set received_at = now() - interval '2 days'`);
      const [fresh] = await Promise.all([upload(content), clean(0)]);
      expect(await there(fresh)).toEqual(all);
    }
  });

  it('of several cleanings at once harm nothing', async () => {
    const [kept, gone] = [await upload(), await upload()];
    await nameInLog(kept);
    await Promise.all([clean(25), clean(25), clean(25)]);
    await Promise.all([clean(27), clean(27), clean(27)]);
    expect(await there(kept)).toEqual(all);
    expect(await there(gone)).toEqual(none);
  });
});
