import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createSecureContext } from 'node:tls';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import usersService from '@eventstore/db-client/generated/users_grpc_pb.js';
import { Server, ServerCredentials, type sendUnaryData } from '@grpc/grpc-js';
import pg from 'pg';
import { AccessControl } from './access/access-control.ts';
import { callerOf } from './access/caller-of.ts';
import { ensureFirstUsers, type FirstPasswords } from './access/first-users.ts';
import { NodeUsers } from './access/node-users.ts';
import { usersHandlers } from './access/users-service.ts';
import { EventLog } from './event-log.ts';
import { lastPosition } from './event-table.ts';
import { KnownNames } from './known-names.ts';
import { LogReader } from './log-reader.ts';
import { LogWriter } from './log-writer.ts';
import { persistentDefinition, persistentSubscriptionsOf } from './persistent/persistent-service.ts';
import { SubscriptionGroups } from './persistent/subscription-groups.ts';
import { clusterOfOne, supportedMethods } from './server-identity.ts';
import { StreamHeads } from './stream-heads.ts';
import { streamsDefinition, streamsOf } from './streams-service.ts';
import { type LogLine, WriterSession } from './writer-session.ts';

export type EventNodeOptions = {
  /** Address to listen on. */
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Connection string of the PostgreSQL database that keeps the log, in its schema `event_store`. */
  databaseUrl: string;
  /** TLS and users. Without it everybody who reaches the node may do everything, as with a server's `--insecure`. */
  secure?: NodeSecurity | undefined;
  /** The name by which clients that discover the node reach it; the address it listens on where none is given. */
  advertisedHost?: string | undefined;
  log?: LogLine;
};

export type NodeSecurity = {
  /** PEM: the node's certificate, with the chain up to its authority, and its private key. */
  certificate: Buffer;
  privateKey: Buffer;
  firstPasswords: FirstPasswords;
};

export type EventNode = {
  readonly port: number;
  /** Finishes appends under way, ends every call and closes the connections to PostgreSQL. */
  close(): Promise<void>;
};

/** The port is taken, or the address is not one of this machine. */
export class CannotListenError extends Error {}

/** The certificate and the key are not a pair, or are not PEM. */
export class CertificateError extends Error {}

/** Memory for the end of the log, in bytes. */
const RECENT_BYTES = 32 * 1024 * 1024;
/** Streams whose heads are kept in memory at least; twice as many at most. */
const KNOWN_STREAMS = 50_000;
/** Sessions for reads that memory cannot answer. */
const READ_SESSIONS = 4;
/** A request holds at most one append of 1 MiB, but an oversized one has to arrive to be refused properly. */
const LARGEST_REQUEST = 17 * 1024 * 1024;
/** How long a stop waits for appends under way, in milliseconds. */
const DRAIN_TIME = 5_000;

/**
 * Starts a node that speaks the EventStoreDB gRPC protocol and keeps its log in PostgreSQL.
 * @throws LogInUseError when another node uses the database, CannotListenError when the port is taken,
 *   CertificateError, FirstPasswordError when it shall have users and has none
 */
export async function startEventNode(options: EventNodeOptions): Promise<EventNode> {
  const logLine = options.log ?? (() => undefined);
  const credentials = credentialsOf(options.secure);
  const session = await WriterSession.open(options.databaseUrl, logLine);
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    application_name: 'event node, reader',
    max: READ_SESSIONS,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // A session that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  try {
    return await serve(options, credentials, { session, pool, logLine });
  } catch (error) {
    await Promise.all([session.close(), pool.end()]);
    throw error;
  }
}

async function serve(
  options: EventNodeOptions,
  credentials: ServerCredentials,
  { session, pool, logLine }: { session: WriterSession; pool: pg.Pool; logLine: LogLine },
): Promise<EventNode> {
  const log = new EventLog(await lastPosition(session.client), RECENT_BYTES);
  const names = new KnownNames();
  const heads = new StreamHeads(log, names, KNOWN_STREAMS);
  const writer = new LogWriter({ session, readers: pool, log, heads, names, logLine });
  const reader = new LogReader(log, heads, pool);
  const users = options.secure === undefined ? undefined : await NodeUsers.open(pool);
  if (users !== undefined) await ensureFirstUsers(users, options.secure?.firstPasswords ?? {});
  const whoCalls = callerOf(users === undefined ? undefined : new AccessControl(users, reader));
  const streams = streamsOf({ callerOf: whoCalls, reader, writer, logLine });
  const groups = await SubscriptionGroups.open({ database: pool, reader, writer, logLine });
  const persistent = persistentSubscriptionsOf({ groups, reader, callerOf: whoCalls });

  const server = new Server({
    'grpc.max_receive_message_length': LARGEST_REQUEST,
    'grpc.max_send_message_length': -1,
  });
  server.addService(streamsDefinition(), streams.handlers);
  server.addService(persistentDefinition(), persistent.handlers);
  if (users !== undefined) server.addService(usersService.UsersService, usersHandlers(users, whoCalls));
  server.addService(featuresService.ServerFeaturesService, {
    getSupportedMethods: (_call: unknown, callback: sendUnaryData<unknown>) =>
      callback(null, supportedMethods(users !== undefined)),
  });
  const instanceId = randomUUID();
  const advertised = options.advertisedHost ?? reachableName(options.host);
  let port = options.port;
  server.addService(gossipService.GossipService, {
    read: (_call: unknown, callback: sendUnaryData<unknown>) =>
      callback(null, clusterOfOne(instanceId, advertised, port)),
  });
  port = await listen(server, options.host, options.port, credentials);

  // Without it (PostgreSQL went away meanwhile) every append asks the table, which is slower and as right.
  names.fill(pool, log.head).catch(() => undefined);

  let closing: Promise<void> | undefined;
  const close = async () => {
    // New calls find the door shut, what was submitted is finished, and only then do the open calls end.
    const shut = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
    persistent.stop();
    await groups.stop();
    await writer.close(DRAIN_TIME);
    streams.stop();
    await Promise.race([shut, new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    server.forceShutdown();
    await Promise.all([session.close(), pool.end()]);
  };
  return {
    port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function credentialsOf(secure: NodeSecurity | undefined): ServerCredentials {
  if (secure === undefined) return ServerCredentials.createInsecure();
  const { certificate, privateKey } = secure;
  try {
    // grpc-js takes whatever it is given and fails at the first connection; this fails now.
    createSecureContext({ cert: certificate, key: privateKey });
  } catch (cause) {
    throw new CertificateError(
      `The certificate and the private key cannot be used (${cause instanceof Error ? cause.message : cause}). Give two PEM files that belong together.`,
      { cause },
    );
  }
  return ServerCredentials.createSsl(null, [{ cert_chain: certificate, private_key: privateKey }]);
}

/** What a node that listens on every address calls itself. */
const reachableName = (host: string): string => (host === '0.0.0.0' || host === '::' ? hostname() : host);

function listen(server: Server, host: string, port: number, credentials: ServerCredentials): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(new CannotListenError(cannotListen(host, port, error.message)));
    });
  });
}

function cannotListen(host: string, port: number, reason: string): string {
  if (reason.includes('EADDRINUSE') || reason.includes('No address added')) {
    return `Port ${port} on ${host} is already in use. Stop what uses it, or set EVENTSTORE_PORT to another port.`;
  }
  return `The event node cannot listen on ${host}:${port} (${reason}). Set HOST and EVENTSTORE_PORT to an address of this machine.`;
}
