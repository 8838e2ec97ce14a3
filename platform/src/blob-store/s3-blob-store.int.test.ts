import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryS3, temporaryS3 } from '@ticketing/embedded/testing/temporary-s3.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readBlobPlace } from './blob-place.ts';
import { itKeepsTheBlobStoreContract } from './blob-store.contract.ts';
import { openBlobStore } from './open-blob-store.ts';

describeWithService('s3', 'the blob store in a bucket', () => {
  let s3: TemporaryS3;
  beforeAll(async () => {
    const started = await temporaryS3();
    if (!started) throw new Error('this suite runs only where a server that speaks S3 is');
    s3 = started;
    vi.stubEnv('AWS_ACCESS_KEY_ID', s3.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', s3.secretAccessKey);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await s3?.stop();
  });

  const open = (path: string) => {
    const place = readBlobPlace(`s3://${path}?endpoint=${s3.endpoint}`);
    if (typeof place === 'string') throw new Error(place);
    return openBlobStore(place);
  };

  itKeepsTheBlobStoreContract(() => open(`${s3.bucket}/files`));

  it('says at start when the bucket is not there, or the keys are not the right ones', async () => {
    await expect(open('no-such-bucket')).rejects.toThrow(
      /^BLOB_STORE_URL: the bucket no-such-bucket cannot be used/,
    );
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not the one');
    await expect(open(s3.bucket)).rejects.toThrow(
      /^BLOB_STORE_URL: the bucket ticketing-test cannot be used/,
    );
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', s3.secretAccessKey);
  });

  it('says that files cannot be reached while the server is away', async () => {
    const store = await open(s3.bucket);
    await s3.stop();
    await expect(store.has('a'.repeat(64))).rejects.toMatchObject({ code: 'store_unavailable' });
    await store.close();
  });
});
