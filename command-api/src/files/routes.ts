import multipart from '@fastify/multipart';
import * as endpoints from '@ticketing/contracts/endpoints/files.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { actions } from '@ticketing/domain/policy/table.ts';
import type { BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import { createRouter } from '@ticketing/platform/http.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Application } from '../application.ts';
import { authorityAt } from '../authority.ts';
import { commandContext } from '../command-context.ts';
import { receiveUpload } from './receive-upload.ts';

/** Where uploads are put, and how large they may be. */
export type FileStorage = { readonly blobs: BlobStore; readonly maxFileBytes: number };

/** What a multipart body has beside the file: boundaries, headers, a name. */
const AROUND_THE_FILE = 16_384;

/** Uploads, in a scope of their own: nowhere else is a body read as multipart. */
export async function serveFiles(
  server: FastifyInstance,
  app: Application,
  { blobs, maxFileBytes }: FileStorage,
): Promise<void> {
  await server.register(async (scope) => {
    await scope.register(multipart, {
      throwFileSizeLimit: false,
      // One byte more than is taken, so that too much is seen to be too much.
      limits: { files: 1, fields: 0, parts: 1, fileSize: maxFileBytes + 1, headerPairs: 50 },
    });
    const route = createRouter(scope, app.tokens, actions);
    route(endpoints.uploadFile, async ({ actorId, request }) => {
      const context = commandContext(request, 'UploadFile', actorId);
      // Somebody who was deactivated a moment ago sends nothing any more.
      await authorityAt(app, context, {});
      requireFitting(request, maxFileBytes + AROUND_THE_FILE);
      const part = await filePart(request);
      if (!part) {
        const message = 'send one file as multipart/form-data';
        throw new DomainError('validation_failed', `file: ${message}`, [{ path: 'file', message }]);
      }
      try {
        const content = part.file.iterator({ destroyOnReturn: false });
        const upload = { name: part.filename, content, maxBytes: maxFileBytes };
        return await receiveUpload(app, blobs, context, upload);
      } finally {
        // What is left of a refused file is read and dropped, or its sender would never come to the answer.
        part.file.resume();
      }
    });
  });
}

/** @throws DomainError `malformed_body` for what calls itself multipart and is none, as without a boundary */
async function filePart(request: FastifyRequest) {
  if (!request.isMultipart()) return undefined;
  try {
    return await request.file();
  } catch (error) {
    // What the plugin itself refuses has a status; the parser below it throws bare errors.
    if (error instanceof Error && !('statusCode' in error)) {
      throw new DomainError('malformed_body', `not multipart/form-data: ${error.message}`);
    }
    throw error;
  }
}

/** What says of itself that it is too large is not read at all. */
function requireFitting({ headers }: FastifyRequest, bytes: number): void {
  if (Number(headers['content-length'] ?? 0) > bytes) throw new DomainError('payload_too_large');
}
