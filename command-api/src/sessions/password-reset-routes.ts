import * as endpoints from '@ticketing/contracts/endpoints/passwords.ts';
import type { Log } from '@ticketing/platform/log.ts';
import { addressOf } from '@ticketing/platform/request-rates.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import type { Route } from '../routing.ts';
import { confirmPasswordReset, sendPasswordReset, validatePasswordReset } from './password-reset.ts';

const HOUR = 3_600_000;

/** @returns waits for the requests that are under way */
export function passwordResetRoutes(
  route: Route,
  app: Application,
  { perHour, log }: { readonly perHour: number; readonly log: Log },
): { settled(): Promise<unknown> } {
  const underWay = new Set<Promise<void>>();
  const config = {
    rateLimit: {
      max: perHour,
      timeWindow: HOUR,
      keyGenerator: (request: { ip: string }) => `password reset ${addressOf(request)}`,
    },
  };

  route(
    endpoints.requestPasswordReset,
    ({ body, request }) => {
      const { commandId } = commandContext(request, 'RequestPasswordReset', '');
      // Answered before anything is looked up: neither the answer nor its time tells whether there is such a person.
      const sending = sendPasswordReset(app, { ...body, commandId }, { perHour, now: new Date() })
        .catch((error: unknown) =>
          log.error({ err: error }, 'a link to set a new password could not be sent'),
        )
        .then(() => {
          underWay.delete(sending);
        });
      underWay.add(sending);
      return {};
    },
    { config },
  );

  route(endpoints.validatePasswordReset, ({ body }) => validatePasswordReset(app, body.token, new Date()));

  route(endpoints.confirmPasswordReset, async ({ body }) => {
    await confirmPasswordReset(app, body.token, body.password, new Date());
    return {};
  });

  return { settled: () => Promise.all(underWay) };
}
