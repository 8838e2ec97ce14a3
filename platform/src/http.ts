import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type {
  BodyOf,
  Endpoint,
  ParamsOf,
  QueryOf,
  ResponseOf,
} from '@ticketing/contracts/endpoints/endpoint.ts';
import { DomainError, type ErrorCode, problemOf } from '@ticketing/contracts/errors.ts';
import {
  type FastifyBaseLogger,
  type FastifyContextConfig,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { z } from 'zod';
import { noteFailure, watchAnswers } from './answered-requests.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { CORRELATION_ID, commandOf } from './request-command.ts';
import { type RequestRates, registerRates, requestLimit } from './request-rates.ts';
import type { Tokens } from './tokens.ts';
import { idsOf } from './tracing/command-ids.ts';

export type HttpOptions = {
  readonly log: Log;
  /** Where requests are counted, under the name of the API; nowhere unless told. */
  readonly metrics?: Metrics | undefined;
  /** Origins that browsers may call from. */
  readonly corsOrigins: readonly string[];
  /** Largest body in bytes; 1 MiB unless told. */
  readonly bodyLimit?: number;
  readonly trustProxy?: boolean;
  /** Other names of paths, e.g. `/old` → `/new`; without a trailing slash. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** How many requests a minute the endpoints answer; as many as come unless told. */
  readonly rates?: RequestRates | undefined;
};

/** A Fastify server that answers every error as an RFC 9457 problem document with a stable code. */
export async function createHttpServer(
  options: HttpOptions & {
    /** Names it in metrics and traces. */
    readonly api?: string;
  },
): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    // pino's logger is what Fastify's logger type describes; their declarations differ in generics only.
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimit ?? 1024 * 1024,
    trustProxy: options.trustProxy ?? false,
    // A parameter is as long as a path may be: what it must be is for its schema to say, after who asks is known.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
    rewriteUrl: ({ url = '/' }) => options.aliases?.[url.replace(/\/$/, '')] ?? url,
    genReqId: () => crypto.randomUUID(),
    // A path that is no path is refused before there is a route to handle its error.
    frameworkErrors: sendProblem,
  });
  watchAnswers(app, options.api ?? 'api', options.log, options.metrics);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(cors, {
    origin: [...options.corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['x-position', 'retry-after', 'content-disposition', CORRELATION_ID],
    maxAge: 600,
  });
  await registerRates(app, options.rates, (request) => actors.get(request));

  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (value: unknown) => {
    const parsed = schema.safeParse(value ?? {});
    return parsed.success ? { value: parsed.data } : { error: invalid(parsed.error, httpPart ?? 'body') };
  });
  // Handlers are typed by the same schemas, so parsing every answer again would only cost time.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));

  // A DELETE or POST without a body is fine even when a client names a content type.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    let body: unknown;
    try {
      body = JSON.parse(text.toString());
    } catch (error) {
      return done(new DomainError('malformed_body', `not JSON: ${(error as Error).message}`), undefined);
    }
    // No endpoint takes it, and further on it could not be told from no body at all.
    const nothing = [{ path: '', message: 'null is no body' }];
    done(body === null ? new DomainError('validation_failed', undefined, nothing) : null, body);
  });

  app.setErrorHandler((error: unknown, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new DomainError('not_found', `${request.method} ${request.url.split('?')[0]}`),
      request,
      reply,
    ),
  );
  return app;
}

export type Call<E extends Endpoint> = {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** The signed-in person's id; the empty string on public endpoints. */
  readonly actorId: string;
  /** The sign-in that the request comes from, when its token is of one. */
  readonly sessionId: string | undefined;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

/**
 * Registers an endpoint as it is declared in the contracts. Deny by default: without a declared access it does not start.
 * @param known action names of the policy.
 */
export function createRouter(app: FastifyInstance, tokens: Tokens, known: ReadonlySet<string>) {
  const limit = requestLimit(app);
  return function route<E extends Endpoint>(
    declared: E,
    handler: (call: Call<E>) => Promise<ResponseOf<E>> | ResponseOf<E>,
    options: {
      readonly config?: FastifyContextConfig;
      /** Who asks, by other means than an access token; `undefined` when by none. What it throws is the answer. */
      readonly identify?: (request: FastifyRequest) => string | undefined;
    } = {},
  ): void {
    const { access } = declared;
    if (access !== 'public' && access !== 'signed-in' && !known.has(access)) {
      throw new Error(`endpoint ${declared.name} declares no known access (${access || 'none'})`);
    }
    app.route({
      method: declared.method,
      url: declared.path,
      config: options.config ?? {},
      schema: {
        ...(declared.params ? { params: declared.params } : {}),
        ...(declared.query ? { querystring: declared.query } : {}),
        ...(declared.body ? { body: declared.body } : {}),
      },
      // Who is asking comes before what is asked, so that a stranger learns nothing from validation and has no
      // body read for them.
      onRequest: async (request, reply) => {
        const refused = access === 'public' ? undefined : await refusalOf(tokens, request, options.identify);
        await limit(request, reply);
        if (refused !== undefined) throw refused;
      },
      handler: async (request, reply) => {
        // The validator above parsed these by the endpoint's own schemas.
        const call = {
          params: request.params,
          query: request.query,
          body: request.body,
          actorId: actors.get(request) ?? '',
          sessionId: sessions.get(request),
          request,
          reply,
        } as Call<E>;
        const answer = await handler(call);
        // What carries a file has sent it already.
        if (reply.sent) return reply;
        nameCommand(request, reply);
        return reply.code(declared.status).type('application/json').send(answer);
      },
    });
  };
}

/** Who makes each request under way. */
const actors = new WeakMap<FastifyRequest, string>();
/** The session of each request under way that has one. */
const sessions = new WeakMap<FastifyRequest, string>();

/** Remembers whose request it is; answers why it is nobody's. */
async function refusalOf(
  tokens: Tokens,
  request: FastifyRequest,
  identify?: (request: FastifyRequest) => string | undefined,
): Promise<unknown> {
  try {
    const identified = request.headers.authorization === undefined ? identify?.(request) : undefined;
    if (identified !== undefined) {
      actors.set(request, identified);
      return undefined;
    }
    const { userId, sessionId } = await authenticate(tokens, request);
    actors.set(request, userId);
    if (sessionId !== undefined) sessions.set(request, sessionId);
    return undefined;
  } catch (error) {
    return error;
  }
}

async function authenticate(tokens: Tokens, request: FastifyRequest) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw new DomainError('unauthenticated');
  return tokens.verifyAccess(token);
}

function invalid(error: z.ZodError, part: string): DomainError {
  const errors = error.issues.slice(0, 20).map((issue) => ({
    path: [part === 'body' ? '' : part, ...issue.path.map(String)].filter(Boolean).join('.'),
    message: issue.message,
  }));
  const first = errors[0];
  return new DomainError(
    'validation_failed',
    first ? `${first.path || part}: ${first.message}` : undefined,
    errors,
  );
}

/** The id by which whoever runs the system finds the command in logs, traces and the log of events. */
function nameCommand(request: FastifyRequest, reply: FastifyReply): void {
  const command = commandOf(request);
  // What is no header is a caller's own id, which they know.
  if (command && /^[\x20-\x7e]+$/.test(command.correlationId)) {
    reply.header(CORRELATION_ID, command.correlationId);
  }
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = asDomainError(error);
  if (!known) {
    const command = commandOf(request);
    const ids = command ? { command: command.command, ...idsOf(command) } : {};
    request.log.error({ err: error, reqId: request.id, ...ids }, 'a request failed for a reason of ours');
  }
  const code: ErrorCode = known?.code ?? 'internal';
  noteFailure(request, code);
  nameCommand(request, reply);
  const problem = problemOf(code, known?.message, known?.errors ? [...known.errors] : undefined);
  if (problem.status === 503) reply.header('retry-after', '1');
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Fastify's own refusals by our codes. */
function asDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode === 413) return new DomainError('payload_too_large');
  if (statusCode === 429) return new DomainError('rate_limited', message);
  if (statusCode === 415) return new DomainError('malformed_body', 'send application/json');
  if (statusCode && statusCode >= 400 && statusCode < 500) return new DomainError('malformed_body', message);
  return undefined;
}
