import { isImage } from '@ticketing/contracts/content-types.ts';
import * as endpoints from '@ticketing/contracts/endpoints/attachments.ts';
import { POSITION } from '@ticketing/contracts/endpoints/endpoint.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { type BlobStore, thumbnailOf } from '@ticketing/platform/blob-store/blob-store.ts';
import type { FilePasses } from '@ticketing/platform/file-passes.ts';
import type { createRouter } from '@ticketing/platform/http.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { afterPosition } from '../reading/after-position.ts';
import type { ReadModel } from '../reading/checkpoints.ts';
import type { Read, Reading } from '../reading/reader.ts';
import { attachmentViewOf } from './attachment-rows.ts';
import { type Content, sendContent } from './send-content.ts';
import { visibleAttachment, visibleAttachments } from './visible-attachments.ts';

export type FileReads = { readonly blobs: BlobStore; readonly passes: FilePasses };

/** Downloads: what they are is read under the policy, and the content follows when the database is let go of. */
export function registerFiles(
  route: ReturnType<typeof createRouter>,
  read: Read,
  { blobs, passes }: FileReads,
): void {
  async function send(
    call: { readonly actorId: string; readonly request: FastifyRequest; readonly reply: FastifyReply },
    models: readonly ReadModel[],
    find: (reading: Reading) => Promise<Content>,
  ): Promise<void> {
    const { actorId: userId, request, reply } = call;
    const { answer, position } = await read({ userId, models, after: afterPosition(call) }, find);
    if (position >= 0n) reply.header(POSITION, String(position));
    await sendContent(request, reply, blobs, answer);
  }

  const attached = ['access', 'tickets', 'files'] as const;

  route(endpoints.listAttachments, async (call) => {
    const { actorId: userId, params, query } = call;
    const ask = { userId, models: attached, after: afterPosition(call) };
    const { answer: rows, position } = await read(ask, (reading) =>
      visibleAttachments(reading, params.id, query.at),
    );
    if (position >= 0n) call.reply.header(POSITION, String(position));
    call.reply.header('cache-control', 'no-store');
    const items = rows.map((row) => ({
      ...attachmentViewOf(row),
      pass: passes.issue({ userId, placeId: params.id, fileId: row.file_id }),
    }));
    return { items, passesUntil: passes.until().toISOString() };
  });

  route(
    endpoints.getAttachment,
    (call) =>
      send(call, attached, async (reading) => {
        const { params, query } = call;
        const row = await visibleAttachment(reading, params.id, params.fileId, query.at);
        return {
          blob: row.digest,
          size: Number(row.size),
          contentType: row.content_type,
          name: row.name,
          download: query.download === 'true',
        };
      }),
    { identify: byPass(passes) },
  );

  route(
    endpoints.getAttachmentThumbnail,
    (call) =>
      send(call, attached, async (reading) => {
        const { params, query } = call;
        const row = await visibleAttachment(reading, params.id, params.fileId, query.at);
        if (!isImage(row.content_type)) throw new DomainError('not_found', 'only images have a thumbnail');
        return thumbnail(row.digest, row.name);
      }),
    { identify: byPass(passes) },
  );
}

export const thumbnail = (digest: string, name: string): Content => ({
  blob: thumbnailOf(digest),
  size: undefined,
  contentType: 'image/webp',
  name: `${name}.webp`,
});

const PlaceOfPass = z.object({ id: z.uuid(), fileId: z.uuid() });

/** Who asks by a pass in the address, for whoever sends no authorisation. */
export const byPass =
  (passes: FilePasses) =>
  ({ query, params }: FastifyRequest): string | undefined => {
    // Nothing is validated yet: this is what the address says.
    const { pass } = query as { readonly pass?: unknown };
    if (typeof pass !== 'string') return undefined;
    const place = PlaceOfPass.safeParse(params);
    if (!place.success) throw new DomainError('unauthenticated');
    return passes.verify(pass, { placeId: place.data.id, fileId: place.data.fileId });
  };
