import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackSettings } from '../stack-settings.ts';

/** `wanted`: a first run; `opened`: its accounts are there; `none`: this system has no demo. */
export type DemoState = 'wanted' | 'opened' | 'none';

/** Written when the demo is complete, or when the system is to begin without one. */
const markerIn = (dataDir: string) => join(dataDir, 'demo');

/**
 * The demo's passwords are known to everyone, so it is opened on the embedded stack only: on loopback, with the
 * embedded event node and PostgreSQL, on first run.
 */
export async function demoState(settings: StackSettings): Promise<DemoState> {
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(settings.HOST);
  const embedded = settings.DATABASE_URL === undefined && settings.EVENTSTORE_URL === undefined;
  if (!embedded) return 'none';
  const marked = await readFile(markerIn(settings.DATA_DIR), 'utf8').catch(() => undefined);
  if (marked !== undefined) return marked.trim() === 'opened' ? 'opened' : 'none';
  return loopback ? 'wanted' : 'none';
}

export const markDemo = (dataDir: string, state: 'opened' | 'none'): Promise<void> =>
  writeFile(markerIn(dataDir), `${state}\n`);
