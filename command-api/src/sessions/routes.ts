import * as endpoints from '@ticketing/contracts/endpoints/sessions.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { userStream } from '@ticketing/contracts/streams.ts';
import { type RegisteredUser, userFold } from '@ticketing/domain/user/user.ts';
import type { Call } from '@ticketing/platform/http.ts';
import { passwordMatches } from '@ticketing/platform/passwords.ts';
import { header } from '@ticketing/platform/request-command.ts';
import { addressOf, MINUTE } from '@ticketing/platform/request-rates.ts';
import type { Application } from '../application.ts';
import type { Route } from '../routing.ts';
import { normalisedUsername, passwordHashOf } from './credentials.ts';
import { endAllSessions, endSession, endSessionOf, rotate, startSession } from './refresh-tokens.ts';
import { userByName } from './user-by-name.ts';

export type SessionLimits = {
  /** Sign-in attempts a minute for one name from one address (FEATURES, Operations: 10). */
  readonly loginPerMinute: number;
  /** Links to set a new password, an hour: asked for from one address, and sent to one person (5). */
  readonly passwordResetsPerHour?: number | undefined;
};

export function sessionRoutes(route: Route, app: Application, limits: SessionLimits): void {
  const login = async ({ body, request }: Call<typeof endpoints.login>) => {
    const user = await userByName(app, body.username);
    // The hash is compared whether or not there is such a person, so that the time tells nothing.
    const stored = user && (await passwordHashOf(app.pool, user.id));
    const matches = await passwordMatches(stored, body.password);
    if (!user || !matches) throw new DomainError('invalid_credentials');
    const { sessionId, refresh } = await startSession(app.pool, user.id, {
      provenBy: stored,
      userAgent: header(request, 'user-agent'),
    });
    const access = await app.tokens.issueAccess(user.id, sessionId);
    return { access, refresh, user: await userView(app, user) };
  };
  const config = {
    rateLimit: {
      max: limits.loginPerMinute,
      timeWindow: MINUTE,
      hook: 'preHandler' as const,
      keyGenerator: (request: { ip: string; body?: unknown }) => {
        const { username } = (request.body ?? {}) as { username?: string };
        return `login ${addressOf(request)} ${normalisedUsername(username ?? '')}`;
      },
    },
  };
  route(endpoints.login, login, { config });

  /** What was issued before somebody was deactivated opens nothing. @throws DomainError `unauthenticated` */
  const requireActive = async (userId: string) => {
    const { state } = await app.aggregates.fresh(userStream(userId), userFold);
    if (state?.kind !== 'registered' || !state.active) throw new DomainError('unauthenticated');
  };

  route(endpoints.refresh, async ({ body }) => {
    const { userId, sessionId, refresh } = await rotate(app.pool, body.refresh);
    await requireActive(userId);
    return { access: await app.tokens.issueAccess(userId, sessionId), refresh };
  });

  route(endpoints.logout, async ({ body }) => {
    await endSessionOf(app.pool, body.refresh);
    await app.endedSessions?.look();
    return {};
  });

  route(endpoints.endSession, async ({ params, actorId }) => {
    await requireActive(actorId);
    if (!(await endSession(app.pool, params.id, actorId))) throw new DomainError('not_found');
    await app.endedSessions?.look();
    return {};
  });

  route(endpoints.endOtherSessions, async ({ actorId, sessionId }) => {
    await requireActive(actorId);
    const ended = await endAllSessions(app.pool, actorId, sessionId);
    await app.endedSessions?.look();
    return { ended };
  });
}

async function userView(app: Application, user: RegisteredUser) {
  const { revision } = await app.aggregates.known(userStream(user.id), userFold);
  const { id, username, displayName, staff, active, email, superuser } = user;
  return { id, username, displayName, staff, active, email, superuser, revision: String(revision) };
}
