import streamsMessages from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { Caller } from './access/caller.ts';
import { deadlineOf, failureError, ifAllowed, refusalError } from './append-call.ts';
import { checkStreamName } from './append-limits.ts';
import type { ExpectedRevision } from './append-request.ts';
import type { LogWriter } from './log-writer.ts';

export type DeleteGrpcCall = ServerUnaryCall<streamsMessages.DeleteReq, streamsMessages.DeleteResp>;
export type DeleteCallback = sendUnaryData<streamsMessages.DeleteResp>;
export type TombstoneGrpcCall = ServerUnaryCall<streamsMessages.TombstoneReq, streamsMessages.TombstoneResp>;
export type TombstoneCallback = sendUnaryData<streamsMessages.TombstoneResp>;

/** Both requests have the same options. */
type Options = streamsMessages.DeleteReq.Options | streamsMessages.TombstoneReq.Options;

/** Streams.Delete: hides a stream until it is written to again. */
export function answerDelete(
  call: DeleteGrpcCall,
  callback: DeleteCallback,
  caller: Caller,
  writer: LogWriter,
): void {
  submit('softDelete', call, call.request.getOptions(), caller, writer, callback, (at) => {
    const position = new streamsMessages.DeleteResp.Position();
    position.setCommitPosition(at);
    position.setPreparePosition(at);
    const response = new streamsMessages.DeleteResp();
    response.setPosition(position);
    return response;
  });
}

/** Streams.Tombstone: closes a stream for ever. */
export function answerTombstone(
  call: TombstoneGrpcCall,
  callback: TombstoneCallback,
  caller: Caller,
  writer: LogWriter,
): void {
  submit('tombstone', call, call.request.getOptions(), caller, writer, callback, (at) => {
    const position = new streamsMessages.TombstoneResp.Position();
    position.setCommitPosition(at);
    position.setPreparePosition(at);
    const response = new streamsMessages.TombstoneResp();
    response.setPosition(position);
    return response;
  });
}

function submit<Response>(
  kind: 'softDelete' | 'tombstone',
  call: Pick<ServerUnaryCall<unknown, unknown>, 'getDeadline'>,
  options: Options | undefined,
  caller: Caller,
  writer: LogWriter,
  callback: sendUnaryData<Response>,
  respond: (position: string) => Response,
): void {
  const stream = Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
  const expected = options === undefined ? ({ kind: 'any' } as const) : expectedRevision(options);
  const refusal = checkStreamName(stream);
  if (refusal !== undefined) {
    callback(refusalError(refusal));
    return;
  }
  const deadline = deadlineOf(call);
  ifAllowed(caller.may('delete', stream), callback, () =>
    writer.submit({
      request: { kind, stream, expected, events: [] },
      deadline,
      answer: (outcome) => {
        if (outcome.kind === 'written') callback(null, respond(String(outcome.position)));
        else if (outcome.kind === 'nothingToWrite') throw new Error('A deletion always writes.');
        else callback(failureError(outcome, stream, expected));
      },
    }),
  );
}

function expectedRevision(options: Options): ExpectedRevision {
  if (options.hasRevision()) return { kind: 'revision', revision: BigInt(options.getRevision()) };
  if (options.hasNoStream()) return { kind: 'noStream' };
  if (options.hasStreamExists()) return { kind: 'streamExists' };
  return { kind: 'any' };
}
