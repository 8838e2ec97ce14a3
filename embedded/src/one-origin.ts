import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

export type OneOrigin = {
  readonly commandApi: FastifyInstance;
  readonly queryApi: FastifyInstance;
  /** Whether everything behind the origin works, by name. */
  readonly readiness: () => Promise<Record<string, boolean>>;
};

/**
 * Both APIs behind one origin, as the reverse proxy does in production: `GET`, `HEAD` and `/ws` go to query-api,
 * everything else to command-api. A preflight goes where the request that it announces will go.
 */
export function createOneOrigin({ commandApi, queryApi, readiness }: OneOrigin): Server {
  const server = createServer((request, response) => {
    if (request.url === '/health/ready' && request.method === 'GET') {
      void answerReadiness(readiness, response);
      return;
    }
    const api = isRead(request) ? queryApi : commandApi;
    api.routing(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    queryApi.server.emit('upgrade', request, socket, head);
  });
  return server;
}

function isRead(request: IncomingMessage): boolean {
  const announced =
    request.method === 'OPTIONS' ? request.headers['access-control-request-method'] : undefined;
  const method = announced ?? request.method;
  return method === 'GET' || method === 'HEAD';
}

async function answerReadiness(readiness: OneOrigin['readiness'], response: ServerResponse): Promise<void> {
  const parts = await readiness();
  const ready = Object.values(parts).every(Boolean);
  response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: ready ? 'ready' : 'not ready', parts }));
}
