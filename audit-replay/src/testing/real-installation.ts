import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { startEventNode } from '@ticketing/embedded/event-node/start-event-node.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { runAudit } from '../run-audit.ts';
import { metadataOf, type Told } from './scripted-log.ts';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A real event node and a real PostgreSQL, to be filled with events and looked at with the command. */
export async function realInstallation() {
  const postgres = await temporaryPostgres();
  const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
  const eventStoreUrl = `esdb://127.0.0.1:${node.port}?tls=false`;
  const store = connectEventStore(eventStoreUrl);
  const environment = { EVENTSTORE_URL: eventStoreUrl, DATABASE_URL: postgres.url };
  return {
    store,
    environment,
    add: (stream: string, event: DomainEvent, told: Told) =>
      store.append(
        stream,
        [{ id: told.id ?? randomUUID(), event, metadata: metadataOf(event, told) }],
        'any',
      ),
    audit: (...args: readonly string[]) => audit(environment, ...args),
    async stop() {
      await store.dispose();
      await node.close();
      await postgres.stop();
    },
  };
}

export type RealInstallation = Awaited<ReturnType<typeof realInstallation>>;

/** Runs the command as its process does, with what it writes caught. */
export async function audit(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await runAudit(args, {
    environment,
    stdout: new Writable({
      write(chunk, _encoding, done) {
        stdout += String(chunk);
        done();
      },
    }),
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
    now: Date.now,
    interrupted: () => new AbortController().signal,
  });
  return { code, stdout, stderr };
}
