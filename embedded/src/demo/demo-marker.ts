import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedStartError } from '../embedded-start-error.ts';
import { isLoopback, type StackSettings } from '../stack-settings.ts';

/** `wanted`: a first run; `opened`: its accounts are there; `none`: this system has no demo. */
export type DemoState = 'wanted' | 'opened' | 'none';

/** Written when the demo is complete, or when the system is to begin without one. */
const markerIn = (dataDir: string) => join(dataDir, 'demo');

/**
 * The demo's passwords are known to everyone, so it is opened on the embedded stack only: on loopback, with the
 * embedded event node and PostgreSQL, on first run.
 */
export async function demoState(settings: StackSettings): Promise<DemoState> {
  const embedded = settings.DATABASE_URL === undefined && settings.EVENTSTORE_URL === undefined;
  if (!embedded) return 'none';
  const marked = await readFile(markerIn(settings.DATA_DIR), 'utf8').catch(() => undefined);
  if (marked !== undefined) return marked.trim() === 'opened' ? 'opened' : 'none';
  return isLoopback(settings.HOST) ? 'wanted' : 'none';
}

/** @throws EmbeddedStartError when everybody who reaches HOST could sign in with the demo's passwords */
export async function refuseDemoOnNetwork(settings: StackSettings): Promise<void> {
  if (isLoopback(settings.HOST) || (await demoState(settings)) !== 'opened') return;
  throw new EmbeddedStartError(
    `HOST=${settings.HOST} lets others reach this system, and ${settings.DATA_DIR} has the demo’s accounts, whose password everybody knows.`,
    'Begin without the demo by "npm run reset -- --superuser <name>" (which empties the data folder), name another DATA_DIR, or unset HOST.',
  );
}

export const markDemo = (dataDir: string, state: 'opened' | 'none'): Promise<void> =>
  writeFile(markerIn(dataDir), `${state}\n`);
