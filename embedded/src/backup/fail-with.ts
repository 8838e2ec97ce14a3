import { SettingsError } from '@ticketing/platform/settings.ts';
import { EmbeddedStartError } from '../embedded-start-error.ts';
import { BackupDamagedError } from './backup-file.ts';
import { BackupVersionError } from './load-backup.ts';

/** Says what went wrong, without a stack trace where a person can do something about it, and ends with code 1. */
export function failWith(error: unknown): never {
  if (error instanceof EmbeddedStartError) console.error(`${error.message}\n${error.hint}`);
  else if (isForPeople(error)) console.error(error.message);
  else console.error(error);
  process.exit(1);
}

const isForPeople = (error: unknown): error is Error =>
  error instanceof SettingsError ||
  error instanceof BackupDamagedError ||
  error instanceof BackupVersionError ||
  // node:fs and parseArgs fail with a sentence and a code.
  (error instanceof Error && 'code' in error);
