import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackSettings } from '../stack-settings.ts';

/** Written when the demo is complete, or when the system is to begin empty. */
const markerIn = (dataDir: string) => join(dataDir, 'demo-done');

/**
 * The demo's passwords are known to everyone, so it is opened on the embedded stack only: on loopback, with the
 * embedded event node and PostgreSQL, on first run.
 */
export async function wantsDemo(settings: StackSettings): Promise<boolean> {
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(settings.HOST);
  const embedded = settings.DATABASE_URL === undefined && settings.EVENTSTORE_URL === undefined;
  if (!loopback || !embedded) return false;
  return access(markerIn(settings.DATA_DIR)).then(
    () => false,
    () => true,
  );
}

export const markDemoDone = (dataDir: string): Promise<void> => writeFile(markerIn(dataDir), '');
