import { DomainError } from '@ticketing/contracts/errors.ts';
import { requestReplay } from '@ticketing/platform/parked-streams.ts';
import type { Application, Commanded } from '../application.ts';
import { authorityAt, requireOnSite } from '../authority.ts';

/**
 * Asks the projectors to try a stream again that a projection set aside. Asking twice is asking once.
 * @throws DomainError `forbidden`, `not_found` when no such stream is set aside
 */
export async function replayParkedStream(
  app: Application,
  context: Commanded,
  request: { readonly projection: string; readonly stream: string },
): Promise<{ projection: string; stream: string }> {
  requireOnSite(await authorityAt(app, context, {}), 'operations.administer');
  if (!(await requestReplay(app.pool, request.projection, request.stream)))
    throw new DomainError('not_found');
  return request;
}
