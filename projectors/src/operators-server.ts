import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import type { Engine } from './engine/engine.ts';

/**
 * What operators ask of a projector process: `/health/live` (it runs), `/health/ready` (every projection has
 * caught up with the log and none has stopped; otherwise 503 and which), `/metrics`.
 */
export function answerOperators(health: Engine['health'], metrics: Metrics) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0];
    const answer = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    switch (path) {
      case '/health/live':
        answer(200, 'application/json', '{"status":"ok"}');
        return;
      case '/health/ready': {
        const { ready, projections } = health();
        const status = ready ? 'ok' : 'unavailable';
        answer(ready ? 200 : 503, 'application/json', JSON.stringify({ status, projections }));
        return;
      }
      case '/metrics':
        answer(200, metrics.contentType, await metrics.text());
        return;
      default:
        answer(404, 'text/plain', 'There are /health/live, /health/ready and /metrics.\n');
    }
  };
}
