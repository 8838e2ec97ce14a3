import { SettingsError } from '../settings.ts';
import type { BlobPlace } from './blob-place.ts';
import type { BlobStore } from './blob-store.ts';

/** @throws SettingsError with a sentence when the place cannot be used */
export async function openBlobStore(place: BlobPlace): Promise<BlobStore> {
  try {
    // Only the one that is used is loaded: the client for S3 is large.
    if (place.kind === 's3') return await (await import('./s3-blob-store.ts')).openS3BlobStore(place);
    return await (await import('./folder-blob-store.ts')).openFolderBlobStore(place.folder);
  } catch (error) {
    const what = place.kind === 'folder' ? `the folder ${place.folder}` : `the bucket ${place.bucket}`;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new SettingsError(`BLOB_STORE_URL: ${what} cannot be used: ${reason}`);
  }
}
