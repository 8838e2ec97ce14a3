import type { CommandAnswer } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { createRouter } from '@ticketing/platform/http.ts';
import type { Answer } from './application.ts';

/** Registers a handler for an endpoint declared in the contracts. */
export type Route = ReturnType<typeof createRouter>;

/** A command's answer on the wire: revision and position as decimal strings. */
export const answer = ({ id, revision, position }: Answer): CommandAnswer => ({
  id,
  revision: String(revision),
  position: String(position),
});
