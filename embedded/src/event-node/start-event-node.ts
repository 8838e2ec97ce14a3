import { randomUUID } from 'node:crypto';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type sendUnaryData,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import pg from 'pg';
import { type AppendCallback, type AppendGrpcCall, answerAppend } from './append-call.ts';
import { decodeAppendMessage, decodeBatchChunk } from './append-messages.ts';
import { BatchAppendCall, type BatchAppendGrpcCall } from './batch-append-call.ts';
import type { Outgoing } from './call-output.ts';
import {
  answerDelete,
  answerTombstone,
  type DeleteCallback,
  type DeleteGrpcCall,
  type TombstoneCallback,
  type TombstoneGrpcCall,
} from './delete-call.ts';
import { EventLog } from './event-log.ts';
import { lastPosition } from './event-table.ts';
import { KnownNames } from './known-names.ts';
import { LogReader } from './log-reader.ts';
import { LogWriter } from './log-writer.ts';
import { ReadCall, type ReadGrpcCall } from './read-call.ts';
import { clusterOfOne, supportedMethods } from './server-identity.ts';
import { StreamHeads } from './stream-heads.ts';
import { type LogLine, WriterSession } from './writer-session.ts';

export type EventNodeOptions = {
  /** Address to listen on. */
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Connection string of the PostgreSQL database that keeps the log, in its schema `event_store`. */
  databaseUrl: string;
  log?: LogLine;
};

export type EventNode = {
  readonly port: number;
  /** Finishes appends under way, ends every call and closes the connections to PostgreSQL. */
  close(): Promise<void>;
};

/** The port is taken, or the address is not one of this machine. */
export class CannotListenError extends Error {}

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
 * @throws LogInUseError when another node uses the database, CannotListenError when the port is taken
 */
export async function startEventNode(options: EventNodeOptions): Promise<EventNode> {
  const logLine = options.log ?? (() => undefined);
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
  const log = new EventLog(await lastPosition(session.client), RECENT_BYTES);
  const names = new KnownNames();
  const heads = new StreamHeads(log, names, KNOWN_STREAMS);
  const writer = new LogWriter({ session, readers: pool, log, heads, names, logLine });
  const reader = new LogReader(log, heads, pool);
  const reads = new Set<ReadCall>();
  const batchAppends = new Set<BatchAppendCall>();

  const server = new Server({
    'grpc.max_receive_message_length': LARGEST_REQUEST,
    'grpc.max_send_message_length': -1,
  });
  server.addService(streamsDefinition(), {
    read: (call: ReadGrpcCall) => {
      const read = new ReadCall(call, reader, logLine);
      reads.add(read);
      void read.run().finally(() => reads.delete(read));
    },
    batchAppend: (call: BatchAppendGrpcCall) => {
      const batchAppend = new BatchAppendCall(call, writer);
      batchAppends.add(batchAppend);
      call.on('close', () => batchAppends.delete(batchAppend));
    },
    append: (call: AppendGrpcCall, callback: AppendCallback) => answerAppend(call, callback, writer),
    delete: (call: DeleteGrpcCall, callback: DeleteCallback) => answerDelete(call, callback, writer),
    tombstone: (call: TombstoneGrpcCall, callback: TombstoneCallback) =>
      answerTombstone(call, callback, writer),
  });
  server.addService(featuresService.ServerFeaturesService, {
    getSupportedMethods: (_call: unknown, callback: sendUnaryData<unknown>) =>
      callback(null, supportedMethods()),
  });
  const instanceId = randomUUID();
  let port = options.port;
  server.addService(gossipService.GossipService, {
    read: (_call: unknown, callback: sendUnaryData<unknown>) =>
      callback(null, clusterOfOne(instanceId, options.host, port)),
  });

  try {
    port = await listen(server, options.host, options.port);
  } catch (error) {
    await Promise.all([session.close(), pool.end()]);
    throw error;
  }

  // Without it (PostgreSQL went away meanwhile) every append asks the table, which is slower and as right.
  names.fill(pool, log.head).catch(() => undefined);

  let closing: Promise<void> | undefined;
  const close = async () => {
    // New calls find the door shut, what was submitted is finished, and only then do the open calls end.
    const shut = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
    await writer.close(DRAIN_TIME);
    for (const read of reads) read.stop();
    for (const batchAppend of batchAppends) batchAppend.stop();
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

/** The Streams service with its hot messages encoded and decoded by hand. */
function streamsDefinition(): ServiceDefinition<UntypedServiceImplementation> {
  const generated = streamsService.StreamsService;
  // grpc-js asks of what a serializer returns its byteLength and its copy; PackedMessages has both.
  const asItIs = (outgoing: Outgoing) => outgoing as Buffer;
  return {
    read: { ...generated.read, requestDeserialize: (bytes: Buffer) => bytes, responseSerialize: asItIs },
    append: { ...generated.append, requestDeserialize: decodeAppendMessage },
    batchAppend: {
      ...generated.batchAppend,
      requestDeserialize: decodeBatchChunk,
      responseSerialize: asItIs,
    },
    delete: generated.delete,
    tombstone: generated.tombstone,
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
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
