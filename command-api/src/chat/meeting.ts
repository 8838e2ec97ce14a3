import { DomainError } from '@ticketing/contracts/errors.ts';
import { companyStream, userStream } from '@ticketing/contracts/streams.ts';
import { companyFold } from '@ticketing/domain/company/company.ts';
import { mayMeet, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
import type { Application } from '../application.ts';
import type { Authority } from '../authority.ts';

/**
 * Refuses to bring the actor into a room of that company, or of staff alone.
 * @throws DomainError `company_required` for a client who names no company; `not_found` for a company that is not theirs
 */
export function requireMeeting({ viewer }: Authority, companyId: string | null): void {
  if (!viewer || mayMeet(viewer, companyId)) return;
  throw new DomainError(companyId === null ? 'company_required' : 'not_found');
}

/**
 * Refuses to bring these people into a room of that company, or of staff alone. Who does not belong there is answered
 * for like somebody who does not exist: nobody learns of another company's people by trying their ids.
 * @throws DomainError `unknown_user`, or `user_deactivated` for one who does belong there
 */
export async function requireTogether(
  app: Application,
  userIds: readonly string[],
  companyId: string | null,
): Promise<void> {
  const [users, company] = await Promise.all([
    Promise.all(userIds.map((id) => app.aggregates.fresh(userStream(id), userFold))),
    companyId === null ? undefined : app.aggregates.fresh(companyStream(companyId), companyFold),
  ]);
  const serves = (id: string) => company?.state?.adminIds.includes(id) ?? false;
  const belongs = (id: string) => serves(id) || (company?.state?.userIds.includes(id) ?? false);
  const companiesIf = (is: boolean) => new Set(is && companyId !== null ? [companyId] : []);
  for (const [index, { state }] of users.entries()) {
    const userId = userIds[index] ?? '';
    const unknown = () => new DomainError('unknown_user', `no user ${userId} to meet there`);
    if (state?.kind !== 'registered') throw unknown();
    const viewer: Viewer = {
      userId,
      superuser: state.superuser,
      staff: state.staff,
      roles: new Map(),
      companyIds: companiesIf(belongs(userId)),
      adminOfCompanyIds: companiesIf(serves(userId)),
    };
    if (!mayMeet(viewer, companyId)) throw unknown();
    if (!state.active) throw new DomainError('user_deactivated', `${state.displayName} is deactivated`);
  }
}
