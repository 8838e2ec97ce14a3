import type { Metadata, ServiceError } from '@grpc/grpc-js';
import { unavailable } from '../grpc-errors.ts';
import type { AccessControl } from './access-control.ts';
import { ANYBODY, type Caller } from './caller.ts';

type Call = { readonly metadata: Metadata; emit(event: 'error', error: Error): boolean };

/**
 * Finds out who makes a call and goes on with it, or ends it. Calls that are answered by a callback fail through
 * theirs, streams by an error.
 */
export type CallerOf = (
  call: Call,
  goOn: (caller: Caller) => void,
  fail?: (error: ServiceError) => void,
) => void;

/** @param access undefined on a node without users, where everybody may everything and nothing is looked up */
export function callerOf(access: AccessControl | undefined): CallerOf {
  if (access === undefined) return (_call, goOn) => goOn(ANYBODY);
  return (call, goOn, fail = (error) => void call.emit('error', error)) => {
    access.callerOf(call.metadata).then(goOn, (error: unknown) => fail(refusal(error)));
  };
}

/** An error that has a status already, or what went wrong while the user was looked up. */
function refusal(error: unknown): ServiceError {
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') {
    return error as ServiceError; // made by grpc-errors.ts
  }
  return unavailable(error instanceof Error ? error.message : String(error));
}
