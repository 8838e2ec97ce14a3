import { actions } from '@ticketing/domain/policy/table.ts';
import { createHttpServer, createRouter, type HttpOptions } from '@ticketing/platform/http.ts';
import type { Log } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import type { Application } from './application.ts';
import { roomRoutes } from './chat/routes.ts';
import { companyRoutes } from './companies/routes.ts';
import { contactRoutes } from './contacts/routes.ts';
import { type FileStorage, serveFiles } from './files/routes.ts';
import { invitationRoutes } from './invitations/routes.ts';
import { mailRoutes } from './mails/routes.ts';
import { notificationRoutes } from './notifications/routes.ts';
import { operationRoutes } from './operations/routes.ts';
import { projectPartRoutes } from './projects/part-routes.ts';
import { projectRoutes } from './projects/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { gatherAddresses } from './sessions/addresses.ts';
import { startTokenCleaning } from './sessions/clean-refresh-tokens.ts';
import { passwordResetRoutes } from './sessions/password-reset-routes.ts';
import { type SessionLimits, sessionRoutes } from './sessions/routes.ts';
import { attachmentRoutes } from './tickets/attachment-routes.ts';
import { ticketRoutes } from './tickets/routes.ts';
import { ticketStructureRoutes } from './tickets/structure-routes.ts';
import { userRoutes } from './users/routes.ts';

/** Where sign-in was before; clients that know it go on working. */
const aliases = { '/api/tickets/auth/login': '/api/auth/login' };

/** The write side over HTTP: everything but `GET`, `HEAD` and `/ws` of the one origin. */
export async function buildCommandApi(
  app: Application,
  options: HttpOptions &
    SessionLimits & {
      /** Days after which an invitation can no longer be accepted (7). */
      readonly invitationsGoodForDays?: number | undefined;
      /** Without it nothing can be uploaded. */
      readonly files?: FileStorage;
    },
): Promise<FastifyInstance> {
  const server = await createHttpServer({ ...options, aliases, api: 'command' });
  const route = createRouter(server, app.tokens, actions);
  const cleaning = startTokenCleaning(app.pool, options.log);
  server.addHook('onClose', () => cleaning.stop());
  const gathering = startGathering(app, options.log);
  server.addHook('onClose', () => gathering.stop());
  server.addHook('onClose', () => app.columnCounts.stop());
  sessionRoutes(route, app, options);
  const perHour = options.passwordResetsPerHour ?? 5;
  const resets = passwordResetRoutes(route, app, { perHour, log: options.log });
  server.addHook('onClose', () => resets.settled());
  userRoutes(route, app);
  companyRoutes(route, app);
  reportRoutes(route, app);
  projectRoutes(route, app);
  projectPartRoutes(route, app);
  contactRoutes(route, app);
  ticketRoutes(route, app);
  ticketStructureRoutes(route, app);
  attachmentRoutes(route, app);
  roomRoutes(route, app);
  invitationRoutes(route, app, { goodForDays: options.invitationsGoodForDays ?? 7 });
  mailRoutes(route, app);
  operationRoutes(route, app);
  if (options.files) await serveFiles(server, app, options.files);
  notificationRoutes(route, app);
  const { metrics } = options;
  if (metrics) {
    server.get('/metrics', async (_request, reply) =>
      reply.type(metrics.contentType).send(await metrics.text()),
    );
  }
  server.get('/health/live', async () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const ready = await Promise.all([app.eventStore.head(), app.pool.query('select 1')]).then(
      () => true,
      () => false,
    );
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  await server.ready();
  return server;
}

/** Beside the requests: until it is done, people who were registered before are found by name only. */
function startGathering(app: Application, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const gathering = gatherAddresses(app, stopping.signal).then(
    (gathered) => {
      if (gathered) log.info({ gathered }, 'gathered the e-mail addresses of the log');
    },
    (error: unknown) => log.warn({ err: error }, 'the e-mail addresses of the log could not be gathered'),
  );
  return {
    async stop() {
      stopping.abort();
      await gathering;
    },
  };
}
