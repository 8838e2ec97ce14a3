import { DomainError } from '@ticketing/contracts/errors.ts';
import { companyStream } from '@ticketing/contracts/streams.ts';
import { companyFold, requireMembers } from '@ticketing/domain/company/company.ts';
import { type ReportRequest, requestReport } from '@ticketing/platform/mail/report-requests.ts';
import type { Application, Commanded } from '../application.ts';
import { authorityAt, requireOnSite } from '../authority.ts';

/**
 * Has a month's report mailed to people who belong to the company.
 * @throws DomainError `forbidden`, `not_found`, `unknown_user` for who does not belong to it
 */
export async function mailReport(
  app: Application,
  context: Commanded,
  request: Omit<ReportRequest, 'id'>,
): Promise<{ id: string }> {
  const { companyId, recipientIds } = request;
  const [{ state: company }, authority] = await Promise.all([
    app.aggregates.fresh(companyStream(companyId), companyFold),
    authorityAt(app, context, { companyIds: [companyId] }),
  ]);
  if (!company) throw new DomainError('not_found');
  const visible = authority.viewer?.superuser || authority.viewer?.companyIds.has(companyId) || false;
  requireOnSite(authority, 'company.manage', { companyId }, visible);
  requireMembers(company, recipientIds);
  const id = context.commandId;
  await requestReport(app.pool, { ...request, id }, context.actorId);
  return { id };
}
