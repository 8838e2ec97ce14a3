import type { z } from 'zod';
import { AFTER_POSITION, type Endpoint, IDEMPOTENCY_KEY, IF_MATCH, POSITION } from './endpoints/endpoint.ts';
import { type ErrorCode, errorCodes, Problem, problemOf } from './errors.ts';
import { type Json, SchemaShelf } from './schema-shelf.ts';
import * as values from './values.ts';

/** An OpenAPI 3.1 document, as far as its readers need to know it by type. */
export type OpenApiDocument = {
  readonly openapi: '3.1.0';
  readonly info: Json;
  readonly servers: readonly Json[];
  readonly tags: readonly Json[];
  readonly security: readonly Json[];
  /** Path with `{name}` parameters → method in lower case → operation. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: {
    readonly schemas: Json;
    readonly examples: Json;
    readonly headers: Json;
    readonly securitySchemes: Json;
  };
};

const problems = 'application/problem+json';

/**
 * The OpenAPI 3.1 document of the endpoints: what the servers take and answer, from the very schemas that they
 * parse with. Requests are described as they are sent (before defaults), answers as they come.
 */
export function openApiDocument(endpoints: readonly Endpoint[]): OpenApiDocument {
  const schemas = new SchemaShelf();
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint, schemas) };
  }
  schemas.refer(Problem, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ticketing',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Commands answer with the revision and the log position of what they wrote; a read that sends this ' +
        `position as \`${AFTER_POSITION}\` shows it. Every error is an RFC 9457 problem document with a stable ` +
        '`code`. What a caller may not see is answered as if it were not there. Every path also works with a ' +
        'trailing slash. Live changes come over the WebSocket at `/ws`, which `/docs/asyncapi` describes.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ access: [] }],
    paths,
    components: {
      schemas: schemas.named,
      // One of every refusal, which the endpoints refer to. The codes of `errorCodes` are its keys.
      examples: Object.fromEntries(
        (Object.keys(errorCodes) as ErrorCode[]).map((code) => [code, { value: problemOf(code) }]),
      ),
      headers: {
        [POSITION]: {
          description: 'Log position that the answer is as of; absent while nothing was ever recorded',
          schema: schemas.refer(values.Position, 'output'),
        },
      },
      securitySchemes: {
        access: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From `auth/login`' },
      },
    },
  };
}

type Kind = 'public' | 'read' | 'command';
const kindOf = ({ access, method }: Endpoint): Kind =>
  access === 'public' ? 'public' : method === 'GET' ? 'read' : 'command';

function operationOf(endpoint: Endpoint, schemas: SchemaShelf): Json {
  const kind = kindOf(endpoint);
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    description: accessOf(endpoint),
    tags: [endpoint.tag],
    ...(kind === 'public' ? { security: [] } : {}),
    parameters: [
      ...fields('path', endpoint.params, schemas),
      ...fields('query', endpoint.query, schemas),
      ...headersOf(kind, schemas),
    ],
    ...(endpoint.carries === 'upload' ? { requestBody: oneFile } : {}),
    ...(endpoint.body ? { requestBody: bodyOf(endpoint.body, schemas) } : {}),
    responses: {
      [endpoint.status]: {
        description: 'Done',
        ...(kind === 'read' ? { headers: { [POSITION]: { $ref: `#/components/headers/${POSITION}` } } } : {}),
        content:
          endpoint.carries === 'download'
            ? { '*/*': { schema: { type: 'string', format: 'binary' } } }
            : { 'application/json': { schema: schemas.refer(endpoint.response, 'output') } },
      },
      ...refusalsOf(endpoint, kind),
    },
  };
}

const oneFile: Json = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { file: { type: 'string', format: 'binary' } },
        required: ['file'],
      },
    },
  },
};

function accessOf({ access }: Endpoint): string {
  if (access === 'public') return 'Open to everyone.';
  if (access === 'signed-in') return 'For every active person; what they get is what they may see.';
  return `Needs the right \`${access}\` where the command or read takes place.`;
}

function fields(place: 'path' | 'query', schema: z.ZodObject | undefined, schemas: SchemaShelf): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: schemas.refer(field, 'input'),
  }));
}

function headersOf(kind: Kind, schemas: SchemaShelf): Json[] {
  const header = (name: string, description: string, schema: Json) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema,
  });
  switch (kind) {
    case 'public':
      return [];
    case 'read':
      return [
        header(
          AFTER_POSITION,
          'The read waits a short while until it shows what was recorded at this position',
          schemas.refer(values.Position, 'input'),
        ),
      ];
    case 'command':
      return [
        header(IDEMPOTENCY_KEY, 'The same key twice is done once and answered the same', {
          type: 'string',
          pattern: '^[\\x21-\\x7e]{1,128}$',
        }),
        header(IF_MATCH, 'The revision that the caller saw; with another one nothing happens', {
          type: 'string',
          pattern: '^(\\*|"?\\d{1,19}"?)$',
        }),
      ];
    default:
      return kind satisfies never;
  }
}

function bodyOf(body: z.ZodType, schemas: SchemaShelf): Json {
  return {
    required: !body.safeParse({}).success,
    content: { 'application/json': { schema: schemas.refer(body, 'input') } },
  };
}

/** Refusals that come of an endpoint's kind, besides those that it declares. */
function refusalsOf(endpoint: Endpoint, kind: Kind): Record<string, Json> {
  const codes = new Set<ErrorCode>(endpoint.errors);
  if (endpoint.params || endpoint.query || endpoint.body || kind !== 'public') codes.add('validation_failed');
  if (endpoint.body) codes.add('malformed_body').add('payload_too_large');
  if (kind !== 'public') codes.add('unauthenticated').add('token_expired');
  if (kind === 'command') codes.add('idempotency_key_reused').add('revision_conflict');
  if (kind === 'command') codes.add('too_many_conflicts').add('store_unavailable');
  if (kind === 'read') codes.add('read_model_behind');
  codes.add('rate_limited').add('internal');

  const refusals: Record<string, Json> = {};
  for (const [status, group] of Map.groupBy(codes, (code) => errorCodes[code].status)) {
    refusals[status] = {
      description: group.map((code) => `\`${code}\`: ${errorCodes[code].title}`).join('\n\n'),
      content: {
        [problems]: {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: Object.fromEntries(
            group.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
          ),
        },
      },
    };
  }
  return refusals;
}
