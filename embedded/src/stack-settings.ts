import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BlobPlace } from '@ticketing/platform/blob-store/blob-place.ts';
import { kafkaSettingNames } from '@ticketing/platform/kafka-settings.ts';
import { mailSettingNames } from '@ticketing/platform/mail/mail-delivery.ts';
import { readSettings } from '@ticketing/platform/settings.ts';

/** The checkout: relative data folders are found from here, whatever folder the command was typed in. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Settings of the stack on one machine (DESIGN, section 11). */
export function readStackSettings(environment = process.env) {
  const settings = readSettings(
    [
      'HOST',
      'API_PORT',
      'ADMIN_PORT',
      'DESK_PORT',
      'EVENTSTORE_PORT',
      'POSTGRES_PORT',
      'DATA_DIR',
      'EVENTSTORE_URL',
      'DATABASE_URL',
      'REDIS_URL',
      'JWT_SECRET',
      'USERNAME_KEY',
      'CORS_ORIGINS',
      'TICKET_ARCHIVE_AFTER_HOURS',
      'INVITATION_EXPIRES_AFTER_DAYS',
      'MAIL_NOTIFICATION_DELAY_SECONDS',
      'DUE_SOON_HOURS',
      'REVIEW_REMINDER_HOURS',
      'LOGIN_RATE_PER_MINUTE',
      'PASSWORD_RESETS_PER_HOUR',
      'ANONYMOUS_RATE_PER_MINUTE',
      'USER_RATE_PER_MINUTE',
      'BLOB_STORE_URL',
      'MAX_FILE_BYTES',
      'LOG_LEVEL',
      ...mailSettingNames,
      ...kafkaSettingNames,
    ],
    { ...defaultsFor(environment.HOST), ...environment },
  );
  const DATA_DIR = resolve(projectRoot, settings.DATA_DIR);
  const { BLOB_STORE_URL: given } = settings;
  const BLOB_STORE_URL: BlobPlace =
    given?.kind === 's3'
      ? given
      : { kind: 'folder', folder: resolve(projectRoot, given?.folder ?? join(DATA_DIR, 'files')) };
  return { ...settings, DATA_DIR, BLOB_STORE_URL };
}

/** On loopback every caller is this machine's owner, with scripts and load tests of their own; a network is not. */
function defaultsFor(host: string | undefined): Readonly<Record<string, string>> {
  // A person at a terminal reads what the stack does; the services' own logs only when something is wrong.
  const quiet = { LOG_LEVEL: 'warn' };
  return isLoopback(host || '127.0.0.1')
    ? { ...quiet, ANONYMOUS_RATE_PER_MINUTE: '100000', USER_RATE_PER_MINUTE: '1000000' }
    : quiet;
}

export const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '::1'].includes(host);

export type StackSettings = ReturnType<typeof readStackSettings>;
