import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Caller } from './access/caller.ts';
import {
  appendRequest,
  checkEvent,
  checkStreamName,
  DEFAULT_WRITE_TIMEOUT,
  MAXIMUM_APPEND_BYTES,
  type Refusal,
} from './append-limits.ts';
import type { AppendOptions, BatchChunk, ReceivedEvent } from './append-messages.ts';
import type { WriteOutcome } from './append-request.ts';
import { encodeBatchFailure, encodeBatchSuccess } from './batch-append-response.ts';
import type { Outgoing } from './call-output.ts';
import { stopping } from './grpc-errors.ts';
import type { LogWriter } from './log-writer.ts';
import { PackedMessages } from './packed-messages.ts';

export type BatchAppendGrpcCall = ServerDuplexStream<BatchChunk, Outgoing>;

/** An append whose last chunk has not come yet. */
type OpenAppend = {
  readonly correlationId: Buffer;
  readonly options: AppendOptions;
  readonly deadline: number;
  readonly events: ReceivedEvent[];
  bytes: number;
  refusal: Refusal | undefined;
  timer: NodeJS.Timeout | undefined;
};

/** Unanswered bytes of one call beyond which it is not read any further. */
const UNANSWERED_BYTES = 32 * 1024 * 1024;
/** Writes that a client leaves unread before its appends are no longer taken. */
const UNREAD_WRITES = 1_000;

/**
 * One BatchAppend call: many appends side by side, each answered under its correlation id, however it ends. The
 * client would wait for ever for an answer that does not come, so the deadline of each append is kept here.
 */
export class BatchAppendCall {
  readonly #call: BatchAppendGrpcCall;
  readonly #caller: Caller;
  readonly #writer: LogWriter;
  readonly #open = new Map<string, OpenAppend>();
  #outbox: Buffer[] = [];
  #unanswered = 0;
  #unansweredBytes = 0;
  #clientIsDone = false;
  #over = false;
  /** Appends whose right is still being looked up, one after the other, so that a client's order is kept. */
  #lookUps: Promise<void> | undefined;

  constructor(call: BatchAppendGrpcCall, caller: Caller, writer: LogWriter) {
    this.#call = call;
    this.#caller = caller;
    this.#writer = writer;
    call.on('data', (chunk: BatchChunk) => this.#receive(chunk));
    call.on('end', () => {
      this.#clientIsDone = true;
      this.#forgetOpen();
      this.#endWhenAnswered();
    });
    call.on('drain', () => this.#resume());
    call.on('cancelled', () => this.#close());
    call.on('error', () => this.#close());
    call.on('close', () => this.#close());
    // It may have been given up while its caller was looked up.
    if (call.cancelled || call.destroyed) this.#close();
  }

  /** Ends the call because the node stops; what was submitted has been answered before. */
  stop(): void {
    if (this.#over) return;
    this.#flush();
    this.#close();
    this.#call.emit('error', stopping());
  }

  #receive(chunk: BatchChunk): void {
    const key = chunk.correlationId.toString('latin1');
    let append = this.#open.get(key);
    if (append === undefined) {
      if (chunk.options === undefined) return;
      append = {
        correlationId: chunk.correlationId,
        options: chunk.options,
        deadline: chunk.options.deadline ?? Date.now() + DEFAULT_WRITE_TIMEOUT,
        events: [],
        bytes: 0,
        refusal: checkStreamName(chunk.options.stream),
        timer: undefined,
      };
    }
    for (const event of chunk.events) this.#add(append, event);
    if (chunk.isFinal) {
      clearTimeout(append.timer);
      this.#open.delete(key);
      this.#submit(append);
    } else if (!this.#open.has(key)) {
      this.#open.set(key, append);
      this.#expectRest(key, append);
    }
  }

  #add(append: OpenAppend, event: ReceivedEvent): void {
    append.bytes += event.data.length;
    append.refusal ??= checkEvent(event);
    if (append.bytes > MAXIMUM_APPEND_BYTES) {
      append.refusal ??= { kind: 'tooLarge', maximumBytes: MAXIMUM_APPEND_BYTES };
    }
    // Of a refused append nothing is kept but the refusal.
    if (append.refusal === undefined) append.events.push(event);
    else append.events.length = 0;
  }

  #expectRest(key: string, append: OpenAppend): void {
    append.timer = setTimeout(
      () => {
        this.#open.delete(key);
        this.#send(append, { kind: 'timeout' });
      },
      Math.max(0, append.deadline - Date.now()),
    ).unref();
  }

  #submit(append: OpenAppend): void {
    if (append.refusal !== undefined) {
      this.#send(append, append.refusal);
      return;
    }
    const bytes = append.bytes + 1_000;
    this.#unanswered += 1;
    this.#unansweredBytes += bytes;
    if (this.#unansweredBytes > UNANSWERED_BYTES) this.#call.pause();
    const answer = (outcome: WriteOutcome | Refusal) => {
      this.#unanswered -= 1;
      this.#unansweredBytes -= bytes;
      this.#resume();
      this.#send(append, outcome);
      this.#endWhenAnswered();
    };
    const goOn = (granted: boolean) => {
      if (granted) this.#write(append, answer);
      else answer({ kind: 'accessDenied' });
    };
    const allowed = this.#caller.may('write', append.options.stream);
    if (typeof allowed === 'boolean' && this.#lookUps === undefined) goOn(allowed);
    else this.#lookUp(allowed, goOn, answer);
  }

  #lookUp(
    allowed: boolean | Promise<boolean>,
    goOn: (granted: boolean) => void,
    answer: (outcome: WriteOutcome) => void,
  ): void {
    const before = this.#lookUps ?? Promise.resolve();
    const turn = before
      .then(() => allowed)
      .then(goOn, (error: unknown) => answer({ kind: 'failed', reason: String(error) }))
      .then(() => {
        if (this.#lookUps === turn) this.#lookUps = undefined;
      });
    this.#lookUps = turn;
    // Whoever comes first in line hears of it; a failure that waits its turn must not end the process meanwhile.
    if (typeof allowed !== 'boolean') allowed.catch(() => undefined);
  }

  #write(append: OpenAppend, answer: (outcome: WriteOutcome) => void): void {
    this.#writer.submit({
      request: appendRequest(append.options.stream, append.options.expected, append.events),
      deadline: append.deadline,
      answer,
    });
  }

  #send(append: OpenAppend, outcome: WriteOutcome | Refusal): void {
    if (this.#over) return;
    const { stream, expected } = append.options;
    switch (outcome.kind) {
      case 'written':
      case 'nothingToWrite':
        this.#post(encodeBatchSuccess(append.correlationId, stream, expected, outcome));
        return;
      default:
        this.#post(encodeBatchFailure(append.correlationId, stream, expected, outcome));
    }
  }

  /** The answers to one transaction are given in one turn and leave in one write: a write for each cost more than all else. */
  #post(answer: Buffer): void {
    if (this.#outbox.push(answer) === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const answers = this.#outbox;
    const [first] = answers;
    if (first === undefined || this.#over) return;
    this.#outbox = [];
    const taken = this.#call.write(answers.length === 1 ? first : new PackedMessages(answers));
    if (!taken && this.#call.writableLength > UNREAD_WRITES) this.#call.pause();
  }

  /** Reads on, when neither the writer nor the client is far behind. */
  #resume(): void {
    if (this.#unansweredBytes > UNANSWERED_BYTES / 2 || this.#call.writableLength > UNREAD_WRITES) return;
    if (this.#call.isPaused()) this.#call.resume();
  }

  #endWhenAnswered(): void {
    if (this.#over || !this.#clientIsDone || this.#unanswered > 0) return;
    this.#flush();
    this.#close();
    this.#call.end();
  }

  #close(): void {
    this.#over = true;
    this.#forgetOpen();
  }

  #forgetOpen(): void {
    for (const append of this.#open.values()) clearTimeout(append.timer);
    this.#open.clear();
  }
}
