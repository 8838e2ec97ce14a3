import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { readSettings, SettingsError } from '@ticketing/platform/settings.ts';
import type pg from 'pg';
import { AuditError } from './audit-error.ts';
import { auditedLog, type EventLog } from './event-log.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The real parts that a command reads; each is connected when it is first asked for. */
export type Parts = {
  log(): EventLog;
  database(): Promise<pg.Pool>;
  close(): Promise<void>;
};

export function connectParts(environment: Environment): Parts {
  const closing: (() => Promise<unknown>)[] = [];
  return {
    log() {
      const url = setting('EVENTSTORE_URL', 'esdb://127.0.0.1:2113?tls=false', environment);
      const store = connectEventStore(url);
      // Reads are cancelled at once; the client then waits for an end that they may never tell, which nobody who
      // called the command has to wait for.
      closing.push(async () => {
        void store.dispose();
      });
      return auditedLog(store);
    },
    async database() {
      const url = setting('DATABASE_URL', 'postgresql://user:password@127.0.0.1:5432/ticketing', environment);
      const pool = createPool(url, 'audit-replay', undefined, 2);
      closing.push(() => pool.end());
      try {
        await pool.query('select 1');
      } catch (error) {
        // A refused connection to a name with several addresses has its sentence in the errors it is made of.
        const cause = error instanceof AggregateError ? error.errors[0] : error;
        throw new AuditError(
          'unreachable',
          `The database did not answer: ${cause instanceof Error ? cause.message : String(cause)}. Check that it runs and that DATABASE_URL points at it.`,
        );
      }
      return pool;
    },
    async close() {
      for (const close of closing.splice(0)) await close();
    },
  };
}

function setting(name: 'EVENTSTORE_URL' | 'DATABASE_URL', example: string, environment: Environment): string {
  let value: string | undefined;
  try {
    value = readSettings([name], environment)[name];
  } catch (error) {
    if (error instanceof SettingsError) throw new AuditError('usage', error.message);
    throw error;
  }
  if (value !== undefined) return value;
  throw new AuditError(
    'usage',
    `${name} is not set. Set it, for example to ${example}, or run the command as "npm run audit -- …", which finds the embedded stack.`,
  );
}
