import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { BlobMissing, type BlobStore, type ReceivedBlob, requireBlobName } from './blob-store.ts';
import { measured } from './measured.ts';

/**
 * Blobs as files of a folder, in 65,536 folders by the first four digits of the digest. What comes in is written beside
 * them, forced to the disk and then renamed, so that a crash at any moment leaves whole blobs only.
 */
export async function openFolderBlobStore(folder: string): Promise<BlobStore> {
  const incoming = join(folder, 'incoming');
  const pathOf = (name: string) =>
    join(folder, 'blobs', requireBlobName(name).slice(0, 2), name.slice(2, 4), name);
  await mkdir(incoming, { recursive: true });

  async function keep(path: string, name: string): Promise<void> {
    const place = pathOf(name);
    await mkdir(dirname(place), { recursive: true });
    await rename(path, place);
    await forceFolder(dirname(place));
  }

  return {
    async receive(content): Promise<ReceivedBlob> {
      const path = join(incoming, randomUUID());
      const { content: counted, facts } = measured(content);
      try {
        const file = await open(path, 'wx');
        try {
          for await (const chunk of counted) await writeAll(file, chunk);
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      const received = facts();
      return {
        ...received,
        read: () => opened(path, path),
        keep: (name = received.digest) => keep(path, name),
        discard: () => rm(path, { force: true }),
      };
    },

    get: (name, range) => opened(pathOf(name), name, range && { start: range.first, end: range.last }),

    has: (name) =>
      access(pathOf(name)).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      ),

    remove: (name) => rm(pathOf(name), { force: true }),

    async removeUnfinished(before) {
      let removed = 0;
      for (const name of await readdir(incoming)) {
        const path = join(incoming, name);
        const { mtime } = await stat(path).catch(() => ({ mtime: before }));
        if (mtime >= before) continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },

    close: async () => undefined,
  };
}

/** The file is open when this resolves, so that one that is removed now is still read to its end. */
async function opened(
  path: string,
  name: string,
  range: { readonly start?: number; readonly end?: number } = {},
): Promise<Readable> {
  const stream = createReadStream(path, range);
  return new Promise((resolve, reject) => {
    stream.once('open', () => resolve(stream));
    stream.once('error', (error) => reject(isMissing(error) ? new BlobMissing(name) : error));
  });
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    written += (await file.write(chunk, written)).bytesWritten;
  }
}

/** A rename is on the disk when its folder is. */
async function forceFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some systems (Windows) cannot force a folder and do it by themselves.
    if (!['EPERM', 'EINVAL', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await folder.close();
  }
}

/** node:fs fails with an errno. */
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
