import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { S3Place } from './blob-place.ts';
import { BlobMissing, type BlobStore, type ReceivedBlob, requireBlobName } from './blob-store.ts';
import { measured } from './measured.ts';

/**
 * Blobs as objects of a bucket. What comes in is an object of its own until a copy inside the server, which is all or
 * nothing, gives it its name. Credentials come from the usual places of AWS: its variables, its files, the machine's role.
 * @throws S3ServiceException when the bucket is not there or not ours
 */
export async function openS3BlobStore({ bucket, prefix, endpoint, region }: S3Place): Promise<BlobStore> {
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    // Servers other than Amazon's often do not know the newer checksums; the digest is checked by whoever receives.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  await client.send(new HeadBucketCommand({ Bucket: bucket }));
  const keyOf = (name: string) => `${prefix}blobs/${requireBlobName(name).slice(0, 2)}/${name}`;
  const incoming = `${prefix}incoming/`;

  const removeKey = async (Key: string): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  };
  async function read(Key: string, name: string, Range?: string): Promise<Readable> {
    const { Body } = await client
      .send(new GetObjectCommand({ Bucket: bucket, Key, ...(Range ? { Range } : {}) }))
      .catch((error: unknown) => {
        throw isMissing(error) ? new BlobMissing(name) : error;
      });
    if (!(Body instanceof Readable)) throw new Error('the store answered without a body');
    return Body;
  }

  return {
    receive: (content) =>
      reached(async (): Promise<ReceivedBlob> => {
        const Key = incoming + randomUUID();
        const { content: counted, facts } = measured(content);
        const source = Readable.from(counted, { objectMode: false });
        // The upload tells that its body failed, but not why.
        let cause: unknown;
        source.once('error', (error) => {
          cause = error;
        });
        try {
          await new Upload({ client, params: { Bucket: bucket, Key, Body: source } }).done();
        } catch (error) {
          source.destroy();
          await removeKey(Key).catch(() => undefined);
          throw cause ?? error;
        }
        const received = facts();
        return {
          ...received,
          read: () => reached(() => read(Key, Key)),
          keep: (name = received.digest) =>
            reached(async () => {
              const CopySource = `${bucket}/${Key}`.split('/').map(encodeURIComponent).join('/');
              await client.send(new CopyObjectCommand({ Bucket: bucket, Key: keyOf(name), CopySource }));
              await removeKey(Key);
            }),
          discard: () => reached(() => removeKey(Key)),
        };
      }),

    get: (name, range) =>
      reached(() => read(keyOf(name), name, range && `bytes=${range.first}-${range.last}`)),

    has: (name) =>
      reached(() =>
        client.send(new HeadObjectCommand({ Bucket: bucket, Key: keyOf(name) })).then(
          () => true,
          (error: unknown) => {
            if (isMissing(error)) return false;
            throw error;
          },
        ),
      ),

    remove: (name) => reached(() => removeKey(keyOf(name))),

    removeUnfinished: (before) =>
      reached(async () => {
        let removed = 0;
        for (let token: string | undefined, more = true; more; ) {
          const page = await client.send(
            new ListObjectsV2Command({ Bucket: bucket, Prefix: incoming, ContinuationToken: token }),
          );
          for (const { Key, LastModified } of page.Contents ?? []) {
            if (!Key || !LastModified || LastModified >= before) continue;
            await removeKey(Key);
            removed += 1;
          }
          token = page.NextContinuationToken;
          more = token !== undefined;
        }
        return removed;
      }),

    close: async () => client.destroy(),
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;

/** A store that is away or in trouble says nothing of what was asked: the same may succeed when tried again. */
async function reached<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 500) : undefined;
    const network = error instanceof Error && 'code' in error && /^(E[A-Z]+)$/.test(String(error.code));
    if ((status !== undefined && status >= 500) || network) {
      throw new DomainError('store_unavailable', 'the files cannot be reached now');
    }
    throw error;
  }
}
