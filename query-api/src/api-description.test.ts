import { endpoints } from '@ticketing/contracts/endpoints/all.ts';
import { createHttpServer } from '@ticketing/platform/http.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveApiDescription } from './api-description.ts';

let app: FastifyInstance;

beforeAll(async () => {
  app = await createHttpServer({ log: createLog('test', 'silent'), corsOrigins: [] });
  await serveApiDescription(app);
  await app.ready();
});
afterAll(() => app.close());

/** Without a token: the description is open to everyone. */
const get = (url: string) => app.inject({ method: 'GET', url });

describe('the description of the API', () => {
  test('is an OpenAPI 3.1 document at /docs/json that has every endpoint', async () => {
    const response = await get('/docs/json');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('application/json');
    const { openapi, paths } = response.json<{ openapi: string; paths: Record<string, object> }>();
    expect(openapi).toBe('3.1.0');
    expect(Object.values(paths).flatMap((path) => Object.keys(path))).toHaveLength(endpoints.length);
  });

  test('has an AsyncAPI 3 document at /docs/asyncapi', async () => {
    const response = await get('/docs/asyncapi');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('application/json');
    expect(response.json()).toMatchObject({ asyncapi: '3.0.0', channels: { live: { address: '/ws' } } });
  });

  test.each(['/docs', '/docs/'])('is a page at %s whose parts all come from this server', async (address) => {
    const response = await get(address);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('text/html');
    expect(response.body).toContain('<title>Ticketing API</title>');

    const parts = [...response.body.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, part]) => part ?? '');
    expect(parts.length).toBeGreaterThanOrEqual(5);
    for (const part of parts) {
      const url = new URL(part, `http://here${address}`);
      expect(url.host, part).toBe('here');
      expect((await get(url.pathname)).statusCode, part).toBe(200);
    }
  });

  test('asks the browser to fetch nothing from elsewhere, and does not have the document checked elsewhere', async () => {
    const policy = (await get('/docs')).headers['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/https?:/);
    const initializer = (await get('/docs/static/swagger-initializer.js')).body;
    expect(initializer).toContain('"validatorUrl":null');
  });

  test('does not loosen what the other answers are sent with', async () => {
    const response = await get('/nowhere');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'not_found' });
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers['content-security-policy']).toBeUndefined();
  });
});
