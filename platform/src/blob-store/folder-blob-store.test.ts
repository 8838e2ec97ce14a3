import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itKeepsTheBlobStoreContract } from './blob-store.contract.ts';
import { openBlobStore } from './open-blob-store.ts';

describe('the blob store in a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ticketing-test-blobs-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  itKeepsTheBlobStoreContract(() => openBlobStore({ kind: 'folder', folder }));

  it('has one file for the same content, however often it came, and none half-written', async () => {
    const store = await openBlobStore({ kind: 'folder', folder: join(folder, 'once') });
    const content = randomBytes(1_000);
    for (let time = 0; time < 3; time++) {
      const received = await store.receive(
        (async function* () {
          yield content;
        })(),
      );
      await received.keep();
    }
    const files = (await readdir(join(folder, 'once'), { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile(),
    );
    expect(files).toHaveLength(1);
  });

  it('says what is wrong with a folder that cannot be', async () => {
    const impossible = openBlobStore({ kind: 'folder', folder: '/dev/null/files' });
    await expect(impossible).rejects.toThrow(/BLOB_STORE_URL: the folder \/dev\/null\/files cannot be used/);
  });
});
