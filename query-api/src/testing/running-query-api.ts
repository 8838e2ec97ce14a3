import { createFilePasses } from '@ticketing/platform/file-passes.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createTokens, type Tokens } from '@ticketing/platform/tokens.ts';
import type { FastifyInstance } from 'fastify';
import { buildQueryApi, type QueryApiDeps } from '../app.ts';
import type { ProjectedModels } from './projected-models.ts';

export const testSecret = 'a secret of at least 32 bytes, for tests only';

export type Answer = { status: number; headers: Record<string, unknown>; body: unknown };

export type RunningQueryApi = {
  readonly app: FastifyInstance;
  readonly tokens: Tokens;
  /** Sessions that were ended; a test adds to it. */
  readonly ended: Set<string>;
  /** Asks as this person, without a network in between. */
  get(userId: string, path: string, headers?: Record<string, string>): Promise<Answer>;
};

/** The query API over the read models of a test. */
export async function runningQueryApi(
  models: Pick<ProjectedModels, 'pool' | 'bus'>,
  options: Partial<QueryApiDeps> = {},
): Promise<RunningQueryApi> {
  const ended = new Set<string>();
  const tokens = createTokens(testSecret, Date.now, ended);
  const app = await buildQueryApi({
    pool: models.pool,
    bus: models.bus,
    tokens,
    passes: createFilePasses(testSecret),
    log: createLog('query-api-test', 'error'),
    metrics: createMetrics(),
    corsOrigins: [],
    ...options,
  });
  await app.ready();
  return {
    app,
    tokens,
    ended,
    async get(userId, path, headers = {}) {
      const authorization = `Bearer ${await tokens.issueAccess(userId)}`;
      const response = await app.inject({ method: 'GET', url: path, headers: { authorization, ...headers } });
      return { status: response.statusCode, headers: response.headers, body: response.json() };
    },
  };
}
