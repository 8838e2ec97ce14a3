import { startEventNode } from './start-event-node.ts';

/**
 * The event node as a process of its own.
 *
 * Settings: DATABASE_URL (the PostgreSQL database that keeps the log), EVENTSTORE_PORT (2113), HOST (127.0.0.1).
 */
async function main(): Promise<void> {
  // Started by another process over an IPC channel: without that process there is nobody left to stop this one.
  let orphaned = false;
  if (process.send !== undefined)
    process.once('disconnect', () => {
      orphaned = true;
    });
  const log = (line: string) => console.error(`event node: ${line}`);
  const host = process.env.HOST ?? '127.0.0.1';
  const node = await startEventNode({ host, port: portSetting(), databaseUrl: databaseSetting(), log });
  console.log(`event node ready on ${host}:${node.port}`);

  const stop = () => {
    node.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log(`did not stop cleanly: ${sentenceOf(error)}`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.send !== undefined) process.once('disconnect', stop);
  if (orphaned) stop();
}

function portSetting(): number {
  const text = process.env.EVENTSTORE_PORT ?? '2113';
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`EVENTSTORE_PORT is '${text}', which is not a port. Set it to a number from 1 to 65535.`);
}

function databaseSetting(): string {
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== '') return url;
  throw new Error(
    'DATABASE_URL is not set. Give the PostgreSQL database for the event log, such as postgres://user:password@127.0.0.1:5432/events.',
  );
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(sentenceOf(error));
  process.exit(1);
});
