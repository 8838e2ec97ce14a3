import { IDEMPOTENCY_KEY, IF_MATCH } from '@ticketing/contracts/endpoints/endpoint.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { header, noteCommand } from '@ticketing/platform/request-command.ts';
import { commandTrace } from '@ticketing/platform/tracing/command-spans.ts';
import type { FastifyRequest } from 'fastify';
import type { Commanded } from './application.ts';

/** Reads who commands what from a request: idempotency key, expected revision, actor, the time now. */
export function commandContext(request: FastifyRequest, command: string, actorId: string): Commanded {
  const key = header(request, IDEMPOTENCY_KEY);
  if (key !== undefined && !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new DomainError('validation_failed', `${IDEMPOTENCY_KEY}: use 1 to 128 visible ASCII characters`, [
      { path: `headers.${IDEMPOTENCY_KEY}`, message: 'use 1 to 128 visible ASCII characters' },
    ]);
  }
  const commandId = key ?? newId();
  const { correlationId, trace } = noteCommand(request, command, commandId);
  return {
    commandId,
    command,
    actorId,
    at: new Date().toISOString(),
    correlationId,
    causationId: commandId,
    expectedRevision: ifMatch(request),
    retryable: key !== undefined,
    authority: 'person',
    trace: trace && commandTrace(correlationId, trace.place.spanId),
  };
}

/** `if-match: 4` or, as HTTP writes entity tags, `if-match: "4"`. */
function ifMatch(request: FastifyRequest): bigint | undefined {
  const value = header(request, IF_MATCH);
  if (value === undefined || value === '*') return undefined;
  const digits = /^"?(\d{1,19})"?$/.exec(value)?.[1];
  if (digits === undefined) {
    throw new DomainError('validation_failed', `${IF_MATCH}: give the revision that you read`, [
      { path: `headers.${IF_MATCH}`, message: 'give the revision that you read' },
    ]);
  }
  return BigInt(digits);
}
