import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { pipeline as written } from 'node:stream/promises';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';
import { z } from 'zod';

/**
 * A back-up is one file: a gzip stream of frames, each a header in JSON and a body of bytes. The first frame is the
 * manifest, the last one holds the SHA-256 of all before it, so that a file that ends too early, or has a byte
 * changed, is never taken for whole. Neither side holds more than a frame in memory.
 */
export const Manifest = z.object({
  kind: z.literal('manifest'),
  format: z.literal('ticketing-backup-1'),
  takenAt: z.iso.datetime(),
  /** The last event that is in it; everything else is as of the same moment. */
  position: z.string().regex(/^\d+$/),
  /** By schema, the changes of its tables that had been made: it fits the same program only. */
  migrations: z.record(z.string(), z.array(z.string())),
  tables: z.array(z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()).min(1) })),
  blobs: z.number().int(),
});
export type Manifest = z.infer<typeof Manifest>;

const FrameHeader = z.discriminatedUnion('kind', [
  Manifest,
  /** A small file of the data folder, whole. */
  z.object({ kind: z.literal('file'), name: z.enum(['secrets.json', 'demo']) }),
  /** The table at this place of the manifest; `rows` frames follow, in the text format of COPY. */
  z.object({ kind: z.literal('table'), index: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('rows') }),
  z.object({ kind: z.literal('tableEnd'), rows: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('blob'), name: z.string() }),
  z.object({ kind: z.literal('content') }),
  z.object({ kind: z.literal('blobEnd') }),
  z.object({ kind: z.literal('end'), frames: z.number().int(), sha256: z.string() }),
]);
export type FrameHeader = z.infer<typeof FrameHeader>;
export type Frame = { readonly header: FrameHeader; readonly body: Buffer };

/** The file is no back-up, or not a whole and unchanged one. */
export class BackupDamagedError extends Error {}

const SIZES = 8;
const EMPTY = Buffer.alloc(0);
/** What a header and a body have at most: a damaged length must not be believed. */
const LARGEST_HEADER = 4 * 1024 * 1024;
const LARGEST_BODY = 64 * 1024 * 1024;
/** Rows of JSON shrink to a fifth at this level, at some 100 MB a second. */
const COMPRESSION = 3;

/** Writes a back-up beside its name and gives it the name when it is whole and on the disk. */
export class BackupWriter {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #gzip: Gzip;
  readonly #written: Promise<void>;
  readonly #hash = createHash('sha256');
  #frames = 0;

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
    this.#gzip = createGzip({ level: COMPRESSION });
    this.#written = written(this.#gzip, async (compressed) => {
      for await (const piece of compressed) await handle.writeFile(piece);
    });
    this.#written.catch(() => undefined);
  }

  /** Readable by its owner only: it holds passwords' hashes, keys and everything that anybody wrote. */
  static async create(file: string): Promise<BackupWriter> {
    await rm(unfinished(file), { force: true });
    return new BackupWriter(file, await open(unfinished(file), 'wx', 0o600));
  }

  async frame(header: FrameHeader, body: Buffer = EMPTY): Promise<void> {
    const text = Buffer.from(JSON.stringify(header));
    const sizes = Buffer.alloc(SIZES);
    sizes.writeUInt32BE(text.length, 0);
    sizes.writeUInt32BE(body.length, 4);
    let more = true;
    for (const part of body.length > 0 ? [sizes, text, body] : [sizes, text]) {
      this.#hash.update(part);
      more = this.#gzip.write(part);
    }
    this.#frames += 1;
    if (!more) await Promise.race([once(this.#gzip, 'drain'), this.#written]);
  }

  async finish(): Promise<void> {
    const sha256 = this.#hash.copy().digest('hex');
    await this.frame({ kind: 'end', frames: this.#frames, sha256 });
    this.#gzip.end();
    await this.#written;
    await this.#handle.sync();
    await this.#handle.close();
    await rename(unfinished(this.#file), this.#file);
  }

  async abandon(): Promise<void> {
    this.#gzip.destroy();
    await this.#handle.close().catch(() => undefined);
    await rm(unfinished(this.#file), { force: true });
  }
}

const unfinished = (file: string): string => `${file}.unfinished`;

/**
 * The frames of a back-up in their order, without the last one.
 * @throws BackupDamagedError as soon as something is not as it was written, at the end at the latest
 */
export async function* readBackup(file: string): AsyncGenerator<Frame> {
  const hash = createHash('sha256');
  let frames = 0;
  let ended = false;
  for await (const { header, body, bytes } of framesOf(file)) {
    if (ended) throw damaged(file, 'something follows its end');
    if (frames === 0 && header.kind !== 'manifest') throw damaged(file, 'it does not begin with a manifest');
    if (header.kind === 'end') {
      if (header.frames !== frames || header.sha256 !== hash.copy().digest('hex')) {
        throw damaged(file, 'its checksum is wrong');
      }
      ended = true;
      continue;
    }
    for (const part of bytes) hash.update(part);
    frames += 1;
    yield { header, body };
  }
  if (!ended) throw damaged(file, 'it ends too early');
}

/** Reads all of it and changes nothing. */
export async function verifyBackup(file: string): Promise<Manifest> {
  let manifest: Manifest | undefined;
  for await (const { header } of readBackup(file)) if (header.kind === 'manifest') manifest = header;
  if (manifest === undefined) throw damaged(file, 'it is empty');
  return manifest;
}

async function* framesOf(file: string): AsyncGenerator<Frame & { readonly bytes: readonly Buffer[] }> {
  const source = createReadStream(file);
  await once(source, 'open');
  const unzipped = createGunzip();
  pipeline(source, unzipped, () => undefined);
  const input = unzipped[Symbol.asyncIterator]();
  let rest: Buffer = EMPTY;

  /** So many bytes, or undefined when the file ends before the first of them. */
  async function take(size: number): Promise<Buffer | undefined> {
    const parts = [rest];
    let length = rest.length;
    while (length < size) {
      const next: IteratorResult<Buffer> = await input.next().catch((error: unknown) => {
        throw damaged(file, error instanceof Error ? error.message : String(error));
      });
      if (next.done) {
        if (length > 0) throw damaged(file, 'it ends too early');
        return undefined;
      }
      parts.push(next.value);
      length += next.value.length;
    }
    const all = parts.length === 1 ? rest : Buffer.concat(parts);
    rest = all.subarray(size);
    return all.subarray(0, size);
  }

  try {
    for (;;) {
      const sizes = await take(SIZES);
      if (sizes === undefined) return;
      const [headerSize, bodySize] = [sizes.readUInt32BE(0), sizes.readUInt32BE(4)];
      if (headerSize > LARGEST_HEADER || bodySize > LARGEST_BODY)
        throw damaged(file, 'a length is impossible');
      const text = await take(headerSize);
      const body = bodySize === 0 ? EMPTY : await take(bodySize);
      if (text === undefined || body === undefined) throw damaged(file, 'it ends too early');
      yield { header: parsedHeader(file, text), body, bytes: [sizes, text, body] };
    }
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}

function parsedHeader(file: string, text: Buffer): FrameHeader {
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch {
    throw damaged(file, 'it holds what no back-up holds');
  }
  const parsed = FrameHeader.safeParse(value);
  if (!parsed.success) throw damaged(file, 'it holds what no back-up of this version holds');
  return parsed.data;
}

function damaged(file: string, how: string): BackupDamagedError {
  return new BackupDamagedError(
    `${file} is no back-up, or is damaged (${how}). Nothing was changed; take another copy of it.`,
  );
}
