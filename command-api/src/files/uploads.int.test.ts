import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { type BlobStore, thumbnailOf } from '@ticketing/platform/blob-store/blob-store.ts';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandApi } from '../app.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';
import { uploadedFile } from './uploaded-file.ts';

const MOST = 300_000;
let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let server: FastifyInstance;
let folder: string;
let blobs: BlobStore;
let agent: Person;
let other: Person;
let url: string;

beforeAll(async () => {
  stores = await temporaryApplication();
  folder = await mkdtemp(join(tmpdir(), 'ticketing-test-uploads-'));
  blobs = await openBlobStore({ kind: 'folder', folder });
  server = await buildCommandApi(stores.app, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 5,
    files: { blobs, maxFileBytes: MOST },
  });
  agent = await signedIn(stores.app, server, 'agent', { staff: true });
  other = await signedIn(stores.app, server, 'other');
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await server?.close();
  await stores?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Sent = { readonly status: number; readonly body: Record<string, unknown> };

async function send(
  person: Person,
  content: Uint8Array | string,
  name: string,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(content)], { type: 'image/png' }), name);
  return post(person, form, headers);
}

type Body = NonNullable<RequestInit['body']>;

async function post(person: Person, body: Body, headers: Record<string, string> = {}): Promise<Sent> {
  const authorization = `Bearer ${await stores.app.tokens.issueAccess(person.id)}`;
  const init = { method: 'POST', body, headers: { authorization, ...headers }, duplex: 'half' } as const;
  const response = await fetch(`${url}/api/files`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }; // every answer is an object
}

const claimed = (person: Person, fileId: unknown) =>
  uploadedFile(stores.app, { actorId: person.id, authority: 'person' }, String(fileId));

/** Files of the store, those that came in and were neither kept nor removed included. */
async function filesKept(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function uploads(): Promise<number> {
  const { rows } = await stores.app.pool.query<{ count: number }>(
    'select count(*)::int4 as count from files.uploads',
  );
  return rows[0]?.count ?? -1;
}

const png = (colour: string, width = 500) =>
  sharp({ create: { width, height: 300, channels: 3, background: colour } })
    .png()
    .toBuffer();

describe('uploading', () => {
  it('takes a file in and says what it is, whatever its sender said', async () => {
    const { status, body } = await send(agent, 'Gate 3 does not open.\n', 'C:\\notes\\gate 3 — კარი.txt');
    expect(status).toBe(201);
    const digest = createHash('sha256').update('Gate 3 does not open.\n').digest('hex');
    expect(body).toEqual({
      fileId: expect.any(String),
      name: 'gate 3 — კარი.txt',
      contentType: 'text/plain',
      size: 22,
      digest,
    });
    expect(await blobs.has(digest)).toBe(true);
    expect(await claimed(agent, body.fileId)).toEqual(body);
  });

  it('makes a thumbnail of an image', async () => {
    const { body } = await send(agent, await png('#102030'), 'gate.png');
    expect(body.contentType).toBe('image/png');
    expect(await blobs.has(thumbnailOf(String(body.digest)))).toBe(true);
  });

  it('takes an image that cannot be opened for mere bytes', async () => {
    const whole = await sharp(await png('#112233'))
      .jpeg()
      .toBuffer();
    const { status, body } = await send(agent, whole.subarray(0, 300), 'half.jpg');
    expect([status, body.contentType]).toEqual([201, 'application/octet-stream']);
    expect(await blobs.has(thumbnailOf(String(body.digest)))).toBe(false);
  });

  it('refuses a program, and bytes that are nothing, and keeps nothing of them', async () => {
    const [files, rows] = [await filesKept(), await uploads()];
    const program = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(500)]);
    expect(await send(agent, program, 'picture.png')).toMatchObject({
      status: 415,
      body: { code: 'file_type_refused' },
    });
    expect(await send(agent, randomBytes(5_000), 'notes.txt')).toMatchObject({ status: 415 });
    expect(await filesKept()).toEqual(files);
    expect(await uploads()).toBe(rows);
  });

  it('takes a file of exactly the limit and refuses one byte more, keeping nothing', async () => {
    expect((await send(agent, 'x'.repeat(MOST), 'full.txt')).status).toBe(201);
    const [files, rows] = [await filesKept(), await uploads()];
    expect(await send(agent, 'x'.repeat(MOST + 1), 'more.txt')).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
    expect(await filesKept()).toEqual(files);
    expect(await uploads()).toBe(rows);
  });

  it('stops an endless file that does not say how long it is', async () => {
    const files = await filesKept();
    const boundary = 'ticketing';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`;
    let sent = 0;
    const endless = new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from(head)),
      pull(controller) {
        sent += 1;
        if (sent > 200) controller.close();
        else controller.enqueue(Buffer.alloc(65_536, 'x'));
      },
    });
    const reply = await post(agent, endless, { 'content-type': `multipart/form-data; boundary=${boundary}` });
    expect(reply).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
    expect(await filesKept()).toEqual(files);
  });

  it('keeps nothing of a file whose sender went away in the middle', async () => {
    const [files, rows] = [await filesKept(), await uploads()];
    const gone = new AbortController();
    const form = new ReadableStream({
      start: (controller) =>
        controller.enqueue(
          Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nwords'),
        ),
      async pull() {
        gone.abort();
      },
    });
    const authorization = `Bearer ${await stores.app.tokens.issueAccess(agent.id)}`;
    const init = {
      method: 'POST',
      body: form,
      duplex: 'half',
      signal: gone.signal,
      headers: { authorization, 'content-type': 'multipart/form-data; boundary=b' },
    } as const;
    await expect(fetch(`${url}/api/files`, init)).rejects.toThrow();
    await expect.poll(filesKept).toEqual(files);
    expect(await uploads()).toBe(rows);
  });

  it('asks for one file with a name, and reads nothing else', async () => {
    const wrong: Body[] = [new FormData(), new URLSearchParams({ file: 'x' }), JSON.stringify({ file: 'x' })];
    for (const body of wrong) {
      const reply = await post(agent, body);
      expect(reply.status).toBe(400);
    }
    expect(await send(agent, 'words', '\u200b')).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', errors: [{ path: 'file' }] },
    });
  });

  it('refuses what calls itself multipart without a boundary', async () => {
    const reply = await post(agent, 'nothing', { 'content-type': 'multipart/form-data' });
    expect([reply.status, reply.body.code]).toEqual([400, 'malformed_body']);
  });

  it('reads a multipart body nowhere else', async () => {
    const form = new FormData();
    form.append('name', 'Kolkheti');
    const authorization = `Bearer ${await stores.app.tokens.issueAccess(agent.id)}`;
    const init = { method: 'POST', body: form, headers: { authorization } };
    expect((await fetch(`${url}/api/companies`, init)).status).toBe(400);
  });
});

describe('the same again', () => {
  it('stores the same content once, for whomever and by whatever name, also at the same time', async () => {
    const before = (await filesKept()).length;
    const content = `the same words ${randomBytes(8).toString('hex')}`;
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        send(index % 2 ? agent : other, content, `notes ${index}.txt`),
      ),
    );
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(sent.map(({ body }) => body.digest)).size).toBe(1);
    expect(new Set(sent.map(({ body }) => body.fileId)).size).toBe(10);
    expect(await filesKept()).toHaveLength(before + 1);
  });

  it('answers a retried upload the same and writes it down once, also at the same time', async () => {
    const headers = { 'idempotency-key': 'upload-1' };
    const rows = await uploads();
    const sent = await Promise.all(Array.from({ length: 5 }, () => send(agent, 'retried', 'a.txt', headers)));
    for (const one of sent) expect(one).toEqual({ status: 201, body: sent[0]?.body });
    expect(await uploads()).toBe(rows + 1);
  });

  it('refuses a key that was used for another file or by another person', async () => {
    const headers = { 'idempotency-key': 'upload-2' };
    expect((await send(agent, 'first', 'a.txt', headers)).status).toBe(201);
    for (const again of [
      await send(agent, 'second', 'a.txt', headers),
      await send(agent, 'first', 'b.txt', headers),
      await send(other, 'first', 'a.txt', headers),
    ]) {
      expect(again).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
    }
  });
});

describe('who may attach an upload', () => {
  it('is its owner alone, as often as they ask', async () => {
    const { body } = await send(agent, 'mine', 'mine.txt');
    expect(await claimed(agent, body.fileId)).toEqual(await claimed(agent, body.fileId));
    await expect(claimed(other, body.fileId)).rejects.toMatchObject({ code: 'unknown_file' });
    await expect(claimed(agent, agent.id)).rejects.toMatchObject({ code: 'unknown_file' });
  });
});
