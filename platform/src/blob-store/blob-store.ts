import type { Readable } from 'node:stream';

/** SHA-256 in hexadecimal and size in bytes of what was received. */
export type BlobFacts = { readonly digest: string; readonly size: number };

/** Content that has arrived whole but is not readable by its name yet. Either of `keep` and `discard` ends it. */
export type ReceivedBlob = BlobFacts & {
  /** The content from its beginning; may be asked for several times. */
  read(): Promise<Readable>;
  /**
   * Makes it readable, all at once: nobody ever reads half of it. Harmless when the name is there already, since equal
   * names have equal content.
   * @param name its digest unless told (`thumbnailOf`)
   */
  keep(name?: string): Promise<void>;
  discard(): Promise<void>;
};

/** First and last byte, both included. */
export type ByteRange = { readonly first: number; readonly last: number };

/**
 * Where the content of files lives. A blob's name is its digest, so the same content is there once. Two implementations
 * keep one contract (blob-store.contract.ts): a folder, and a bucket of a server that speaks S3.
 */
export type BlobStore = {
  /** Takes the content in. When the content ends with an error nothing of it stays and the error is thrown on. */
  receive(content: AsyncIterable<Uint8Array>): Promise<ReceivedBlob>;
  /** @throws BlobMissing */
  get(name: string, range?: ByteRange): Promise<Readable>;
  has(name: string): Promise<boolean>;
  /** Removing what is not there is fine. */
  remove(name: string): Promise<void>;
  /**
   * Removes what was neither kept nor discarded, because its process died, and came in before this instant.
   * @returns how many
   */
  removeUnfinished(before: Date): Promise<number>;
  close(): Promise<void>;
};

export class BlobMissing extends Error {
  constructor(name: string) {
    super(`there is no blob ${name}`);
    this.name = 'BlobMissing';
  }
}

/** The name of the small picture that was made of an image. */
export const thumbnailOf = (digest: string): string => `${digest}.thumbnail`;

/** Names become paths and keys, so nothing else ever may. */
export function requireBlobName(name: string): string {
  if (!/^[0-9a-f]{64}(\.thumbnail)?$/.test(name)) throw new Error(`${JSON.stringify(name)} names no blob`);
  return name;
}
