import { Readable } from 'node:stream';
import { mayShowInline } from '@ticketing/contracts/content-types.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { BlobMissing, type BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rangeOf } from './byte-range.ts';

/** A file as it is sent. */
export type Content = {
  /** Name in the blob store, and what its entity tag is made of. */
  readonly blob: string;
  /** Bytes; unknown of what is only ever sent whole. */
  readonly size: number | undefined;
  readonly contentType: string;
  readonly name: string;
  /** Saved to a file whatever it is. */
  readonly download?: boolean;
};

/**
 * Sends the content of a file, whole or one range of it, or 304 to whoever has it. Nothing of it runs in a browser:
 * the type is what the content was found to be, what a browser would run is saved and never shown, and a page made
 * of it could load nothing.
 * @throws DomainError `range_not_satisfiable`, `not_found` when the store has lost it
 */
export async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  blobs: BlobStore,
  content: Content,
): Promise<void> {
  const { blob, size, contentType, name } = content;
  const tag = `"${blob}"`;
  const inline = mayShowInline(contentType) && !content.download;
  reply.headers({
    etag: tag,
    // Kept by the browser, and asked for every time: rights may have changed since.
    'cache-control': 'private, no-cache',
    'content-security-policy': contentType === 'application/pdf' ? PDF_POLICY : POLICY,
    'x-content-type-options': 'nosniff',
  });
  // The apps show documents in a frame, also from another origin. Whoever frames one must have its pass, and there is
  // nothing in a document that a click could do on somebody's behalf.
  if (contentType === 'application/pdf') reply.removeHeader('x-frame-options');
  if (isHad(request, tag)) {
    await reply.code(304).send();
    return;
  }
  reply.headers({
    'content-type': contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType,
    'content-disposition': `${inline ? 'inline' : 'attachment'}; ${namesOf(name)}`,
  });
  const range = size === undefined ? undefined : rangeOf(request.headers, tag, size);
  if (range === 'none') {
    reply.removeHeader('content-disposition');
    reply.header('content-range', `bytes */${size}`);
    throw new DomainError('range_not_satisfiable', `the file has ${size} bytes`);
  }
  // A reply to HEAD has the headers of the whole and no content.
  const body = request.method === 'HEAD' ? Readable.from([]) : await contentOf(blobs, blob, range);
  if (size !== undefined) {
    reply.headers({
      'accept-ranges': 'bytes',
      'content-length': range ? range.last - range.first + 1 : size,
      ...(range ? { 'content-range': `bytes ${range.first}-${range.last}/${size}` } : {}),
    });
  }
  await reply.code(range ? 206 : 200).send(body);
}

const POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
/** A browser's own viewer of documents does not work in a sandbox. */
const PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

async function contentOf(
  blobs: BlobStore,
  blob: string,
  range: { readonly first: number; readonly last: number } | undefined,
): Promise<Readable> {
  try {
    return await blobs.get(blob, range);
  } catch (error) {
    if (error instanceof BlobMissing) throw new DomainError('not_found', 'the content is not in the store');
    throw error;
  }
}

/** `if-none-match`, which compares without regard to how strong a tag is. */
function isHad({ headers }: FastifyRequest, tag: string): boolean {
  const asked = headers['if-none-match'];
  if (asked === undefined) return false;
  return asked.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
}

/** RFC 6266: the name in ASCII for who knows no better, and as it is by RFC 5987. */
function namesOf(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
