import { join } from 'node:path';
import type { EmbeddedStartError } from './embedded-start-error.ts';
import { startEventNodeProcess } from './event-node/event-node-process.ts';
import { startPostgres } from './postgres/embedded-postgres.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import type { StackSettings } from './stack-settings.ts';

/** The parts that services stand on: where they are, and how to stop those that were started here. */
export type Parts = {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly secrets: Secrets;
  /** Resolves with the reason when a part that services cannot do without ends by itself. */
  readonly died: Promise<EmbeddedStartError>;
  stop(): Promise<void>;
};

/** Whatever HOST says: the event node asks nobody who they are, and both hold what every tenant wrote. */
const INNER_HOST = '127.0.0.1';

/** Starts PostgreSQL and the event node, or takes the ones that `DATABASE_URL` and `EVENTSTORE_URL` name. */
export async function startParts(settings: StackSettings, say: (line: string) => void): Promise<Parts> {
  const secrets = await secretsOf(settings.DATA_DIR);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopPart of stops.splice(0).reverse()) await stopPart();
  };
  let died: Promise<EmbeddedStartError> = new Promise(() => {});
  try {
    let databaseUrl = settings.DATABASE_URL;
    if (databaseUrl === undefined) {
      say(`Starting PostgreSQL on ${INNER_HOST}:${settings.POSTGRES_PORT} …`);
      const postgres = await startPostgres({
        dataDir: join(settings.DATA_DIR, 'postgres'),
        port: settings.POSTGRES_PORT,
        host: INNER_HOST,
        log: say,
      });
      stops.push(() => postgres.stop());
      databaseUrl = postgres.url;
      died = postgres.died;
    }
    let eventStoreUrl = settings.EVENTSTORE_URL;
    if (eventStoreUrl === undefined) {
      say(`Starting the event node on ${INNER_HOST}:${settings.EVENTSTORE_PORT} …`);
      const node = await startEventNodeProcess({
        host: INNER_HOST,
        port: settings.EVENTSTORE_PORT,
        databaseUrl,
        log: say,
      });
      stops.push(() => node.stop());
      eventStoreUrl = node.url;
    }
    return {
      databaseUrl,
      eventStoreUrl,
      secrets: {
        jwtSecret: settings.JWT_SECRET ?? secrets.jwtSecret,
        usernameKey: settings.USERNAME_KEY ?? secrets.usernameKey,
      },
      died,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
