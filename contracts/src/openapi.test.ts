import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoints } from './endpoints/all.ts';
import { endpoint } from './endpoints/endpoint.ts';
import { openApiDocument } from './openapi.ts';
import { Id } from './values.ts';

const document = openApiDocument(endpoints);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const operationOf = (name: string) => {
  const found = operations.find(({ operation }) => operation.operationId === name);
  if (!found) throw new Error(`the document has no operation ${name}`);
  return found.operation;
};
const headersOf = (name: string) =>
  (operationOf(name).parameters as { in: string; name: string }[])
    .filter((parameter) => parameter.in === 'header')
    .map((parameter) => parameter.name);

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    // The validator may change what it is given.
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test('describes every endpoint once, by its own name, method and path', () => {
    const described = operations.map(
      ({ path, method, operation }) => `${operation.operationId} ${method} ${path}`,
    );
    const declared = endpoints.map(
      ({ name, method, path }) => `${name} ${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );
    expect(described.sort()).toEqual(declared.sort());
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(endpoints.length);
  });

  test('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, to]) => to ?? '',
    );
    expect(references.length).toBeGreaterThan(100);
    for (const reference of new Set(references)) {
      const found = reference
        .split('/')
        .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });

  test('names every parameter that its path has', () => {
    for (const { path, operation } of operations) {
      const named = (operation.parameters as { in: string; name: string; required: boolean }[])
        .filter((parameter) => parameter.in === 'path' && parameter.required)
        .map(({ name }) => `{${name}}`);
      expect(named.sort(), path).toEqual((path.match(/\{\w+\}/g) ?? []).sort());
    }
  });

  test('asks for a token everywhere but at public endpoints', () => {
    expect(document.security).toEqual([{ access: [] }]);
    for (const { name, access } of endpoints) {
      expect(operationOf(name).security, name).toEqual(access === 'public' ? [] : undefined);
    }
  });

  test('shows the headers that a command, a read and a login understand', () => {
    expect(headersOf('moveTicket')).toEqual(['idempotency-key', 'if-match']);
    expect(headersOf('getBoard')).toEqual(['x-after-position']);
    expect(headersOf('login')).toEqual([]);
    expect(operationOf('getBoard').responses).toMatchObject({
      200: { headers: { 'x-position': { $ref: '#/components/headers/x-position' } } },
    });
  });

  test('describes a request before its defaults and an answer as it comes', () => {
    const body = operationOf('openTicket').requestBody;
    expect(body).toMatchObject({
      required: true,
      content: {
        'application/json': {
          schema: {
            required: ['projectId', 'title'],
            properties: { title: { $ref: '#/components/schemas/Title' }, description: { default: '' } },
          },
        },
      },
    });
    expect(operationOf('openTicket').responses).toMatchObject({
      201: {
        content: { 'application/json': { schema: { required: ['id', 'revision', 'position', 'key'] } } },
      },
    });
    expect(document.components.schemas.TicketView).toMatchObject({
      required: expect.arrayContaining(['key']),
    });
  });

  test('answers refusals as problem documents, with the codes that the endpoint declares', () => {
    for (const { name, errors } of endpoints) {
      const { responses } = operationOf(name);
      const examples = Object.values(
        responses as Record<string, { content: Record<string, { examples?: object }> }>,
      ).flatMap(({ content }) => Object.keys(content['application/problem+json']?.examples ?? {}));
      expect(examples, name).toEqual(expect.arrayContaining([...errors, 'internal']));
    }
    expect(document.components.examples.schedule_inverted).toEqual({
      value: {
        type: 'urn:ticketing:error:schedule_inverted',
        title: 'The start date is after the due date',
        status: 422,
        code: 'schedule_inverted',
      },
    });
  });

  test('does not promise that answers never gain a field', () => {
    expect(JSON.stringify(document)).not.toContain('additionalProperties":false');
  });

  test('is not made of what JSON cannot carry', () => {
    const declared = endpoint({
      name: 'strange',
      method: 'POST',
      path: '/api/strange/:id',
      summary: 'Strange',
      tag: 'strange',
      access: 'signed-in',
      params: z.object({ id: Id }),
      status: 200,
      response: z.object({ when: z.date() }),
      errors: [],
    });
    expect(() => openApiDocument([declared])).toThrow('Date cannot be represented');
  });
});
