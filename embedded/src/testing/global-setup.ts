import { sharedServerVariable, startTemporaryServer } from './temporary-postgres.ts';

/** Runs in Vitest's main process, before the test processes are forked and after the last has ended. */
export default async function setUpTestRun(): Promise<() => Promise<void>> {
  const server = await startTemporaryServer();
  process.env[sharedServerVariable] = server.url;
  return () => server.stop();
}
