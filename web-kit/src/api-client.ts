import {
  AFTER_POSITION,
  type BodySentOf,
  type Endpoint,
  IDEMPOTENCY_KEY,
  IF_MATCH,
  type ParamsOf,
  POSITION,
  type QuerySentOf,
  type ResponseOf,
} from '@ticketing/contracts/endpoints/endpoint.ts';
import { refresh as refreshEndpoint } from '@ticketing/contracts/endpoints/sessions.ts';
import { expiryOf } from './access-token.ts';
import { ApiError, apiErrorFrom } from './api-error.ts';
import { newCommandId } from './command-id.ts';
import { later } from './log-position.ts';
import { fileNameIn } from './saved-file.ts';
import { createTokenRefresher, type TabLock } from './token-refresh.ts';
import type { TokenStore, Tokens } from './token-store.ts';

type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [N in Name]?: undefined }
  : Record<never, never> extends Value
    ? { readonly [N in Name]?: Value }
    : { readonly [N in Name]: Value };

export type CallOptions<E extends Endpoint> = Part<'params', ParamsOf<E>> &
  Part<'query', QuerySentOf<E>> &
  Part<'body', BodySentOf<E>> & {
    /** Names the command; a new one is made when it is left out. Ignored by reads. */
    readonly commandId?: string;
    /** The revision that the command was decided on; the answer is 409 when the thing has changed since. */
    readonly ifMatch?: string;
    readonly signal?: AbortSignal;
    /** Tells a public endpoint who is signed in, if anybody is; the others are always told. */
    readonly asSelf?: boolean;
  };

/** The parts of an endpoint that a request needs. */
export type Route = Pick<Endpoint, 'name' | 'method' | 'path' | 'access'>;

/** What a read answered, and the log position that it is true for. */
export type Read<T> = { readonly data: T; readonly position: string };

export type ApiClient = {
  /** @throws ApiError */
  call<E extends Endpoint>(endpoint: E, options: CallOptions<E>): Promise<ResponseOf<E>>;
  /** As `call`, with the position. @throws ApiError */
  read<E extends Endpoint>(endpoint: E, options: CallOptions<E>): Promise<Read<ResponseOf<E>>>;
  /** A command that was kept, under its id. @throws ApiError */
  command(
    route: Route,
    options: { readonly params?: unknown; readonly body?: unknown; readonly commandId: string },
  ): Promise<unknown>;
  /** A file that an endpoint answers with (`carries: 'download'`), under the name that the server gives it. @throws ApiError */
  file<E extends Endpoint>(endpoint: E, options: CallOptions<E>): Promise<{ blob: Blob; name: string }>;
  /** An access token that is good for at least `seconds`; null when nobody is signed in. @throws ApiError */
  accessToken(seconds: number): Promise<string | null>;
  /** Where an endpoint is, for what the browser opens by itself (`<img src>`, a download). */
  address<E extends Endpoint>(endpoint: E, options: Pick<CallOptions<E>, 'params' | 'query'>): string;
};

export type ApiClientDeps = {
  /** Origin of the API; empty for the page's own. */
  readonly apiUrl: string;
  readonly store: TokenStore;
  readonly lock: TabLock;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
};

type LooseOptions = {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly commandId?: string;
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
  readonly asSelf?: boolean;
};

/** Tries of one request, the first included: a command keeps its idempotency key, so trying again is harmless. */
const TRIES = 4;
/** Milliseconds before the second, third and fourth try. */
const PAUSES = [250, 1_000, 2_500];
/** Milliseconds after which a request that nobody answers is given up, as on a line that is dead without saying so. */
const PATIENCE = 30_000;
/** Seconds that a token must still be good for when a request sets out. */
const TOKEN_MARGIN = 20;

/** `/api/tickets/:id` and `{id}` → the path with its query. */
export function urlOf(endpoint: Route, options: Pick<LooseOptions, 'params' | 'query'>): string {
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = options.params?.[name];
    if (value === undefined) throw new Error(`${endpoint.name} needs the path parameter ${name}`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

export function createApiClient(deps: ApiClientDeps): ApiClient {
  const { apiUrl, store } = deps;
  const send = deps.fetch ?? ((input, init) => fetch(input, init));
  const now = deps.now ?? Date.now;
  const sleep = deps.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  /** This tab's last command: reads wait until their read model has passed it, so one sees what one did. */
  let lastCommand: string | undefined;

  const refresher = createTokenRefresher(store, deps.lock, async (refresh) => {
    const answer = await once(refreshEndpoint, { body: { refresh } }, null);
    // The endpoint's schema is what the server was made from.
    return (await answer.json()) as Tokens;
  });

  async function once(endpoint: Route, options: LooseOptions, access: string | null): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (access !== null) headers.authorization = `Bearer ${access}`;
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    if (options.commandId !== undefined) headers[IDEMPOTENCY_KEY] = options.commandId;
    if (options.ifMatch !== undefined) headers[IF_MATCH] = options.ifMatch;
    if (endpoint.method === 'GET' && lastCommand !== undefined && endpoint.access !== 'public') {
      headers[AFTER_POSITION] = lastCommand;
    }
    const timeout = AbortSignal.timeout(PATIENCE);
    let answer: Response;
    try {
      answer = await send(`${apiUrl}${urlOf(endpoint, options)}`, {
        method: endpoint.method,
        headers,
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new ApiError('unreachable', 0, 'The server could not be reached.');
    }
    if (!answer.ok) throw await apiErrorFrom(answer);
    return answer;
  }

  async function accessToken(seconds: number): Promise<string | null> {
    const tokens = store.read();
    if (tokens === null) return null;
    const expiry = expiryOf(tokens.access);
    if (expiry === undefined || expiry - now() > seconds * 1000) return tokens.access;
    return (await refresher.renew(tokens))?.access ?? null;
  }

  /** One request with a token; a token that the server no longer takes is renewed once. */
  async function authorised(endpoint: Route, options: LooseOptions): Promise<Response> {
    if (endpoint.access === 'public' && options.asSelf !== true) return once(endpoint, options, null);
    const access = await accessToken(TOKEN_MARGIN);
    const tokens = store.read();
    try {
      return await once(endpoint, options, access);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401 || tokens === null) throw error;
      const fresh = await refresher.renew(tokens);
      if (fresh === null) throw error;
      return once(endpoint, options, fresh.access);
    }
  }

  async function persistent(endpoint: Route, given: LooseOptions): Promise<Response> {
    const isRead = endpoint.method === 'GET';
    const isCommand = !isRead && endpoint.access !== 'public';
    const options = isCommand ? { ...given, commandId: given.commandId ?? newCommandId(now()) } : given;
    for (let attempt = 1; ; attempt++) {
      try {
        return await authorised(endpoint, options);
      } catch (error) {
        const again = error instanceof ApiError && mayPass(error) && (isRead || isCommand);
        if (!again || attempt >= TRIES) throw error;
        await sleep((PAUSES[attempt - 1] ?? 0) * (0.75 + Math.random() / 2));
      }
    }
  }

  async function read<E extends Endpoint>(
    endpoint: E,
    options: CallOptions<E>,
  ): Promise<Read<ResponseOf<E>>> {
    // The conditional option types cannot be followed inside the generic; LooseOptions is their union.
    const answer = await persistent(endpoint, options as LooseOptions);
    // Both sides are made from the same declaration, so the body is not parsed against it a second time here.
    const data = (await bodyOf(answer, options.signal)) as ResponseOf<E>;
    if (endpoint.method !== 'GET') noteCommand(data);
    return { data, position: answer.headers.get(POSITION) ?? '0' };
  }

  async function command(
    route: Route,
    options: { readonly params?: unknown; readonly body?: unknown; readonly commandId: string },
  ): Promise<unknown> {
    // They were the options of a call when they were kept.
    const answer = await persistent(route, options as LooseOptions);
    const data = await bodyOf(answer, undefined);
    noteCommand(data);
    return data;
  }

  async function file<E extends Endpoint>(
    endpoint: E,
    options: CallOptions<E>,
  ): Promise<{ blob: Blob; name: string }> {
    const answer = await persistent(endpoint, options as LooseOptions);
    return {
      blob: await answer.blob(),
      name: fileNameIn(answer.headers.get('content-disposition'), endpoint.name),
    };
  }

  function noteCommand(data: unknown): void {
    if (typeof data !== 'object' || data === null || !('position' in data)) return;
    if (typeof data.position !== 'string') return;
    lastCommand = lastCommand === undefined ? data.position : later(lastCommand, data.position);
  }

  return {
    read,
    call: async (endpoint, options) => (await read(endpoint, options)).data,
    command,
    file,
    accessToken,
    address: (endpoint, options) => `${apiUrl}${urlOf(endpoint, options)}`,
  };
}

/** @throws ApiError `unreachable` when the answer breaks off */
async function bodyOf(answer: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await answer.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('unreachable', 0, 'The answer broke off.');
  }
}

/** Whether the same request may well succeed a moment later. */
function mayPass(error: ApiError): boolean {
  return (
    error.code === 'unreachable' ||
    error.code === 'read_model_behind' ||
    error.code === 'store_unavailable' ||
    error.code === 'too_many_conflicts' ||
    error.status === 502 ||
    error.status === 503 ||
    error.status === 504
  );
}
