import { DomainError } from '@ticketing/contracts/errors.ts';
import { claimUpload, type UploadedFile } from '@ticketing/platform/uploads.ts';
import type { Application, Commanded } from '../application.ts';

/**
 * The facts of an uploaded file for a command that attaches it; asked again by a retry it answers the same. The file
 * is safe from being removed for an hour from now on, and for good once the log names it.
 * @throws DomainError `unknown_file` when it is not there or not the actor's
 */
export async function uploadedFile(
  app: Pick<Application, 'pool'>,
  { actorId, authority }: Pick<Commanded, 'actorId' | 'authority'>,
  fileId: string,
): Promise<UploadedFile> {
  const file = await claimUpload(app.pool, fileId, authority === 'system' ? undefined : actorId);
  if (!file) throw new DomainError('unknown_file', `no file ${fileId} of yours`);
  return file;
}

/** Several, in their order and each once. */
export const uploadedFiles = (
  app: Pick<Application, 'pool'>,
  context: Pick<Commanded, 'actorId' | 'authority'>,
  fileIds: readonly string[],
): Promise<UploadedFile[]> =>
  Promise.all([...new Set(fileIds)].map((fileId) => uploadedFile(app, context, fileId)));
