import { isImage, mayBeUploaded } from '@ticketing/contracts/content-types.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { FileName } from '@ticketing/contracts/values.ts';
import { type BlobStore, type ReceivedBlob, thumbnailOf } from '@ticketing/platform/blob-store/blob-store.ts';
import { makeThumbnail } from '@ticketing/platform/content/make-thumbnail.ts';
import { sniffContent } from '@ticketing/platform/content/sniff-content.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { recordUpload, type UploadedFile } from '@ticketing/platform/uploads.ts';
import type { Application, Commanded } from '../application.ts';

/** The id of the file that this command uploads. */
export const uploadedFileId = (commandId: string): string => derivedId(commandId, 'file');

export type Upload = {
  /** As the sender calls it; a path before it is cut off. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
};

/**
 * Takes a file in: streams it to the store, looks into it, and writes it down as the actor's. Of what is refused nothing
 * stays. An image that cannot be opened within bounds is no image to anybody: it is kept as mere bytes.
 * @throws DomainError `payload_too_large`, `file_type_refused`, `validation_failed`, `idempotency_key_reused`
 */
export async function receiveUpload(
  { pool }: Pick<Application, 'pool'>,
  blobs: BlobStore,
  { commandId, actorId }: Commanded,
  upload: Upload,
): Promise<UploadedFile> {
  const name = nameOf(upload.name);
  const received = await blobs.receive(atMost(upload.maxBytes, upload.content));
  let thumbnail: ReceivedBlob | undefined;
  try {
    const read = () => received.read();
    const found = await sniffContent(read, name);
    if (found === undefined || !mayBeUploaded(found)) {
      throw new DomainError('file_type_refused', found === undefined ? undefined : `${found} is not taken`);
    }
    const picture = isImage(found) ? await makeThumbnail(read) : undefined;
    if (picture) thumbnail = await blobs.receive(only(picture));
    const { digest, size } = received;
    const contentType = isImage(found) && !picture ? 'application/octet-stream' : found;
    const file = { fileId: uploadedFileId(commandId), name, contentType, size, digest };
    await recordUpload(pool, actorId, file, async () => {
      await thumbnail?.keep(thumbnailOf(digest));
      await received.keep();
    });
    return file;
  } catch (error) {
    await Promise.all([received.discard(), thumbnail?.discard()]);
    throw error;
  }
}

function nameOf(given: string): string {
  const parsed = FileName.safeParse(given.split(/[/\\]/).at(-1));
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues[0]?.message ?? 'give the file a name';
  throw new DomainError('validation_failed', `file: ${message}`, [{ path: 'file', message }]);
}

async function* atMost(bytes: number, content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > bytes) throw new DomainError('payload_too_large', `a file may have ${bytes} bytes`);
    yield chunk;
  }
}

async function* only(chunk: Uint8Array): AsyncIterable<Uint8Array> {
  yield chunk;
}
