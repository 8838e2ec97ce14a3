import { isImage } from '@ticketing/contracts/content-types.ts';
import * as endpoints from '@ticketing/contracts/endpoints/attachments.ts';
import { getCompanyLogo } from '@ticketing/contracts/endpoints/company-logo.ts';
import { POSITION } from '@ticketing/contracts/endpoints/endpoint.ts';
import * as roomFiles from '@ticketing/contracts/endpoints/room-files.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { type BlobStore, thumbnailOf } from '@ticketing/platform/blob-store/blob-store.ts';
import {
  attachmentOf,
  type FilePasses,
  logoOf,
  type PassFor,
  roomFileOf,
} from '@ticketing/platform/file-passes.ts';
import type { createRouter } from '@ticketing/platform/http.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { visibleLogo } from '../companies/company-logo.ts';
import { afterPosition } from '../reading/after-position.ts';
import type { ReadModel } from '../reading/checkpoints.ts';
import type { Read, Reading } from '../reading/reader.ts';
import { visibleRoomFile } from '../rooms/room-file.ts';
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
      pass: passes.issue({ userId, file: attachmentOf(params.id, row.file_id) }),
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
    { identify: byPass(passes, attachmentAsked) },
  );

  route(
    endpoints.getAttachmentThumbnail,
    (call) =>
      send(call, attached, async (reading) => {
        const { params, query } = call;
        const row = await visibleAttachment(reading, params.id, params.fileId, query.at);
        return thumbnail(row.digest, row.content_type, row.name);
      }),
    { identify: byPass(passes, attachmentAsked) },
  );

  const chat = ['access', 'board', 'tickets', 'chat'] as const;

  route(
    roomFiles.getRoomFile,
    (call) =>
      send(call, chat, async (reading) => {
        const { params, query } = call;
        const { digest, ...file } = await visibleRoomFile(reading, params.id, params.fileId);
        return { ...file, blob: digest, download: query.download === 'true' };
      }),
    { identify: byPass(passes, roomFileAsked) },
  );

  route(
    roomFiles.getRoomFileThumbnail,
    (call) =>
      send(call, chat, async (reading) => {
        const { id, fileId } = call.params;
        const { digest, contentType, name } = await visibleRoomFile(reading, id, fileId);
        return thumbnail(digest, contentType, name);
      }),
    { identify: byPass(passes, roomFileAsked) },
  );

  route(
    getCompanyLogo,
    (call) =>
      send(call, ['access', 'board'], async (reading) => {
        const logo = await visibleLogo(reading, call.params.id);
        const { name, logo_content_type: contentType, logo_digest: digest } = logo;
        if (call.query.size === 'small') return thumbnail(digest, contentType, name);
        return { blob: digest, size: undefined, contentType, name: `${name}.${contentType.split('/')[1]}` };
      }),
    { identify: byPass(passes, logoAsked) },
  );
}

/** @throws DomainError `not_found` when there is none */
function thumbnail(digest: string, contentType: string, name: string): Content {
  if (!isImage(contentType)) throw new DomainError('not_found', 'only images have a thumbnail');
  return { blob: thumbnailOf(digest), size: undefined, contentType: 'image/webp', name: `${name}.webp` };
}

const OneFile = z.object({ id: z.uuid(), fileId: z.uuid() });
const attachmentAsked = OneFile.transform(({ id, fileId }) => attachmentOf(id, fileId));
const roomFileAsked = OneFile.transform(({ id, fileId }) => roomFileOf(id, fileId));

const logoAsked = z.object({ id: z.uuid() }).transform(({ id }) => logoOf(id));

/** Who asks by a pass in the address, for whoever sends no authorisation. */
const byPass =
  (passes: FilePasses, asked: z.ZodType<PassFor['file']>) =>
  ({ query, params }: FastifyRequest): string | undefined => {
    // Nothing is validated yet: this is what the address says.
    const { pass } = query as { readonly pass?: unknown };
    if (typeof pass !== 'string') return undefined;
    const file = asked.safeParse(params);
    if (!file.success) throw new DomainError('unauthenticated');
    return passes.verify(pass, file.data);
  };
