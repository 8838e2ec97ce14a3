import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { asyncApiDocument } from '@ticketing/contracts/asyncapi.ts';
import { endpoints } from '@ticketing/contracts/endpoints/all.ts';
import { openApiDocument } from '@ticketing/contracts/openapi.ts';
import type { FastifyInstance } from 'fastify';

/**
 * The OpenAPI document of both APIs at `/docs/json` (and `/docs/yaml`), a page to read it at `/docs`, and the AsyncAPI
 * document of the live socket and the log at `/docs/asyncapi`. Open to everyone: they say what the API is, and nothing
 * of what is in it.
 */
export async function serveApiDescription(app: FastifyInstance): Promise<void> {
  const document = openApiDocument(endpoints);
  const asyncDocument = JSON.stringify(asyncApiDocument());
  app.get('/docs/asyncapi', async (_request, reply) => reply.type('application/json').send(asyncDocument));
  await app.register(swagger, {
    mode: 'static',
    // The plugin's type wants every operation in the letters of `openapi-types`; the document's tests check it.
    specification: { document: document as never },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // Everything the page needs comes from here: it also works where the internet does not.
    uiConfig: {
      validatorUrl: null,
      tryItOutEnabled: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
    },
    theme: { title: 'Ticketing API' },
    staticCSP: {
      'default-src': "'self'",
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'object-src': "'none'",
    },
  });
}
