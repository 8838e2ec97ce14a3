import type { Aggregates, CommandContext } from '@ticketing/platform/aggregates.ts';
import type { EndedSessions } from '@ticketing/platform/ended-sessions.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import type { Tokens } from '@ticketing/platform/tokens.ts';
import type pg from 'pg';
import type { ColumnCounts } from './tickets/column-counts.ts';

/** What commands are carried out with, over HTTP as well as by the importer and the sagas. */
export type Application = {
  readonly eventStore: EventStore;
  readonly aggregates: Aggregates;
  /** Credentials and refresh tokens (schema `auth`); commands never read a read model. */
  readonly pool: pg.Pool;
  readonly tokens: Tokens;
  /** Told when sessions were ended here, so that their access tokens open nothing any more from then on. */
  readonly endedSessions?: Pick<EndedSessions, 'look'>;
  /** Key of the hash that stands for a user name in the log. */
  readonly usernameKey: string;
  readonly columnCounts: ColumnCounts;
};

/**
 * One command under way. `person`: the policy decides whether the actor may; `system`: the installation's
 * own tools (sagas, import, seeding), which the policy does not bind, though the domain's rules do.
 */
export type Commanded = CommandContext & { readonly authority: 'person' | 'system' };

/** A command that another one entails, with an idempotency of its own. */
export const entailed = (context: Commanded, command: string): Commanded => ({
  ...context,
  command,
  expectedRevision: undefined,
});

/** What a command answers inside the process; HTTP turns the numbers into strings. */
export type Answer = { readonly id: string; readonly revision: bigint; readonly position: bigint };
