import { readFile } from 'node:fs/promises';
import type { EventNodeOptions, NodeSecurity } from './start-event-node.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings of the node's own process. The certificate and the first passwords have the names that a real
 * server's environment has.
 *
 * DATABASE_URL (the PostgreSQL database that keeps the log), EVENTSTORE_PORT (2113), HOST (127.0.0.1),
 * EVENTSTORE_CERTIFICATE_FILE and EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE (PEM; together they turn on TLS and users),
 * EVENTSTORE_DEFAULT_ADMIN_PASSWORD, EVENTSTORE_DEFAULT_OPS_PASSWORD (for the first start with users),
 * EVENTSTORE_ADVERTISE_HOST_TO_CLIENT_AS (the name in the certificate, for clients that discover).
 */
export async function readNodeSettings(environment: Environment): Promise<EventNodeOptions> {
  const host = given(environment.HOST) ?? '127.0.0.1';
  const secure = await security(environment);
  if (secure === undefined && !isLoopback(host)) {
    throw new Error(
      `HOST is ${host}: beyond this machine the event node needs TLS and users. Set EVENTSTORE_CERTIFICATE_FILE and EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE, or HOST to 127.0.0.1.`,
    );
  }
  return {
    host,
    port: port(environment.EVENTSTORE_PORT),
    databaseUrl: database(environment.DATABASE_URL),
    secure,
    advertisedHost: given(environment.EVENTSTORE_ADVERTISE_HOST_TO_CLIENT_AS),
  };
}

/** 127.0.0.0/8 whole, and what else names this machine to itself. */
export const isLoopback = (host: string): boolean =>
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) || host === 'localhost' || host === '::1';

async function security(environment: Environment): Promise<NodeSecurity | undefined> {
  const certificateFile = given(environment.EVENTSTORE_CERTIFICATE_FILE);
  const keyFile = given(environment.EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE);
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (certificateFile === undefined || keyFile === undefined) {
    throw new Error(
      'EVENTSTORE_CERTIFICATE_FILE and EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE go together. Set both, or neither.',
    );
  }
  const admin = given(environment.EVENTSTORE_DEFAULT_ADMIN_PASSWORD);
  const ops = given(environment.EVENTSTORE_DEFAULT_OPS_PASSWORD);
  return {
    certificate: await pem(certificateFile, 'EVENTSTORE_CERTIFICATE_FILE'),
    privateKey: await pem(keyFile, 'EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE'),
    firstPasswords: {
      ...(admin === undefined ? {} : { admin }),
      ...(ops === undefined ? {} : { ops }),
    },
  };
}

async function pem(file: string, setting: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${setting} cannot be read (${reason}). Set it to a PEM file.`, { cause });
  }
}

function port(text = '2113'): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new Error(`EVENTSTORE_PORT is '${text}', which is not a port. Set it to a number from 1 to 65535.`);
}

function database(url: string | undefined): string {
  if (url !== undefined && url !== '') return url;
  throw new Error(
    'DATABASE_URL is not set. Give the PostgreSQL database for the event log, such as postgres://user:password@127.0.0.1:5432/events.',
  );
}

/** An empty setting counts as none. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
