import { readNodeSettings } from './node-settings.ts';
import { startEventNode } from './start-event-node.ts';

/** The event node as a process of its own. Its settings: node-settings.ts. */
async function main(): Promise<void> {
  // Started by another process over an IPC channel: without that process there is nobody left to stop this one.
  let orphaned = false;
  if (process.send !== undefined)
    process.once('disconnect', () => {
      orphaned = true;
    });
  const log = (line: string) => console.error(`event node: ${line}`);
  const settings = await readNodeSettings(process.env);
  const node = await startEventNode({ ...settings, log });
  const how = settings.secure === undefined ? '' : ', with TLS and users';
  console.log(`event node ready on ${settings.host}:${node.port}${how}`);

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

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(sentenceOf(error));
  process.exit(1);
});
