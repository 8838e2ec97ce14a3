import { DomainError } from '@ticketing/contracts/errors.ts';
import { companyStream, usernameStream, userStream } from '@ticketing/contracts/streams.ts';
import { companyFold, decideCompany } from '@ticketing/domain/company/company.ts';
import { decideUser, userFold } from '@ticketing/domain/user/user.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { hashPassword } from '@ticketing/platform/passwords.ts';
import { type Answer, type Application, type Commanded, entailed } from '../application.ts';
import { authorityAt, requireOnSite } from '../authority.ts';
import { reserveName } from '../reserve-name.ts';
import { rememberAddress } from '../sessions/addresses.ts';
import { storePasswordHash, usernameHash } from '../sessions/credentials.ts';

export type RegisterUser = {
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  /** Absent for people who cannot sign in (imported ones). */
  readonly password?: string | undefined;
  readonly staff: boolean;
  readonly companyId?: string | undefined;
};

/** The id of the person whom this command registers. */
export const registeredUserId = (commandId: string): string => derivedId(commandId, 'user');

/**
 * Registers a person: reserves the name, keeps the password's hash in PostgreSQL, then appends the registration.
 * A company admin registers employees of that company and nobody else.
 */
export async function registerUser(
  app: Application,
  context: Commanded,
  input: RegisterUser,
): Promise<Answer> {
  const { companyId } = input;
  const authority = await authorityAt(app, context, { companyIds: [companyId ?? null] });
  requireOnSite(authority, 'user.register', { companyId });
  const { viewer } = authority;
  if (viewer && !viewer.superuser && input.staff) {
    throw new DomainError('forbidden', 'Only a site superuser registers staff');
  }
  if (companyId) {
    const { state } = await app.aggregates.fresh(companyStream(companyId), companyFold);
    if (!state) throw new DomainError('unknown_company');
  }
  const userId = registeredUserId(context.commandId);
  const answered =
    context.retryable && (await app.aggregates.answered(userStream(userId), userFold, context));
  if (!answered) {
    await reserveName(app, context, {
      stream: usernameStream(usernameHash(app.usernameKey, input.username)),
      event: { type: 'UsernameReserved', data: { userId } },
      holderId: userId,
      holderOf: (event) => (event.type === 'UsernameReserved' ? event.data.userId : undefined),
      completedIn: userStream,
      abandoned: { type: 'UserRegistrationAbandoned', data: { takenOverBy: userId } },
      taken: 'username_taken',
    });
  }
  if (input.password !== undefined && !answered) {
    await storePasswordHash(app.pool, userId, await hashPassword(input.password));
  }
  const { username, displayName, email, staff } = input;
  await rememberAddress(app, userId, email);
  const done = await app.aggregates.execute(userStream(userId), userFold, context, (user) =>
    decideUser({ type: 'RegisterUser', username, displayName, email, staff }, user),
  );
  if (!companyId) return { id: userId, ...done };
  const employed = await app.aggregates.execute(
    companyStream(companyId),
    companyFold,
    entailed(context, 'AssignCompanyUser'),
    (company) => decideCompany({ type: 'AssignCompanyUser', userId }, company),
  );
  // A read that waits for the answer's position has both events, whichever came last.
  const position = employed.position > done.position ? employed.position : done.position;
  return { id: userId, revision: done.revision, position };
}
