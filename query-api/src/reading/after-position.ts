import { AFTER_POSITION } from '@ticketing/contracts/endpoints/endpoint.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { FastifyRequest } from 'fastify';

/** @throws DomainError `validation_failed` for a header that is no position */
export function afterPosition({ request }: { readonly request: FastifyRequest }): bigint | undefined {
  const header = request.headers[AFTER_POSITION];
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^\d{1,20}$/.test(header)) return BigInt(header);
  const message = 'use the position that a command answered with';
  throw new DomainError('validation_failed', undefined, [{ path: AFTER_POSITION, message }]);
}
