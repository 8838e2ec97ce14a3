import * as endpoints from '@ticketing/contracts/endpoints/sessions.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { userStream } from '@ticketing/contracts/streams.ts';
import { type RegisteredUser, userFold } from '@ticketing/domain/user/user.ts';
import type { Call } from '@ticketing/platform/http.ts';
import { passwordMatches } from '@ticketing/platform/passwords.ts';
import { addressOf, MINUTE } from '@ticketing/platform/request-rates.ts';
import type { Application } from '../application.ts';
import type { Route } from '../routing.ts';
import { normalisedUsername, passwordHashOf } from './credentials.ts';
import { endFamily, rotate, startFamily } from './refresh-tokens.ts';
import { userByName } from './user-by-name.ts';

export type SessionLimits = {
  /** Sign-in attempts a minute for one name from one address (FEATURES, Operations: 10). */
  readonly loginPerMinute: number;
  /** Links to set a new password, an hour: asked for from one address, and sent to one person (5). */
  readonly passwordResetsPerHour?: number | undefined;
};

export function sessionRoutes(route: Route, app: Application, limits: SessionLimits): void {
  const login = async ({ body }: Call<typeof endpoints.login>) => {
    const user = await userByName(app, body.username);
    // The hash is compared whether or not there is such a person, so that the time tells nothing.
    const stored = user && (await passwordHashOf(app.pool, user.id));
    const matches = await passwordMatches(stored, body.password);
    if (!user || !matches) throw new DomainError('invalid_credentials');
    const [access, refresh] = await Promise.all([
      app.tokens.issueAccess(user.id),
      startFamily(app.pool, user.id, stored),
    ]);
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

  route(endpoints.refresh, async ({ body }) => {
    const { userId, refresh } = await rotate(app.pool, body.refresh);
    const { state } = await app.aggregates.fresh(userStream(userId), userFold);
    if (state?.kind !== 'registered' || !state.active) throw new DomainError('unauthenticated');
    return { access: await app.tokens.issueAccess(userId), refresh };
  });

  route(endpoints.logout, async ({ body }) => {
    await endFamily(app.pool, body.refresh);
    return {};
  });
}

async function userView(app: Application, user: RegisteredUser) {
  const { revision } = await app.aggregates.known(userStream(user.id), userFold);
  const { id, username, displayName, staff, active, email, superuser } = user;
  return { id, username, displayName, staff, active, email, superuser, revision: String(revision) };
}
