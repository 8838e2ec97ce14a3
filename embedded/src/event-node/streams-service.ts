import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { CallerOf } from './access/caller-of.ts';
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
import type { LogReader } from './log-reader.ts';
import type { LogWriter } from './log-writer.ts';
import { ReadCall, type ReadGrpcCall } from './read-call.ts';
import type { LogLine } from './writer-session.ts';

/** The Streams service: what it answers, and how its open calls end when the node stops. */
export function streamsOf(deps: {
  callerOf: CallerOf;
  reader: LogReader;
  writer: LogWriter;
  logLine: LogLine;
}): { handlers: UntypedServiceImplementation; stop: () => void } {
  const { callerOf, reader, writer, logLine } = deps;
  const reads = new Set<ReadCall>();
  const batchAppends = new Set<BatchAppendCall>();
  return {
    handlers: {
      read: (call: ReadGrpcCall) =>
        callerOf(call, (caller) => {
          const read = new ReadCall(call, caller, reader, logLine);
          reads.add(read);
          void read.run().finally(() => reads.delete(read));
        }),
      batchAppend: (call: BatchAppendGrpcCall) =>
        callerOf(call, (caller) => {
          const batchAppend = new BatchAppendCall(call, caller, writer);
          batchAppends.add(batchAppend);
          const forget = () => batchAppends.delete(batchAppend);
          call.on('close', forget);
          if (call.destroyed) forget();
        }),
      append: (call: AppendGrpcCall, callback: AppendCallback) =>
        callerOf(call, (caller) => answerAppend(call, callback, caller, writer), callback),
      delete: (call: DeleteGrpcCall, callback: DeleteCallback) =>
        callerOf(call, (caller) => answerDelete(call, callback, caller, writer), callback),
      tombstone: (call: TombstoneGrpcCall, callback: TombstoneCallback) =>
        callerOf(call, (caller) => answerTombstone(call, callback, caller, writer), callback),
    },
    stop() {
      for (const read of reads) read.stop();
      for (const batchAppend of batchAppends) batchAppend.stop();
    },
  };
}

/** The service's definition with its hot messages encoded and decoded by hand. */
export function streamsDefinition(): ServiceDefinition<UntypedServiceImplementation> {
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
