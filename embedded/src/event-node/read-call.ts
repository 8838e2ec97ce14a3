import { randomUUID } from 'node:crypto';
import { type ServerWritableStream, status } from '@grpc/grpc-js';
import type { Caller } from './access/caller.ts';
import { CallEnd } from './call-end.ts';
import { CallOutput, type Outgoing } from './call-output.ts';
import { InvalidFilterError, passes } from './event-filter.ts';
import { accessDenied, invalidArgument, stopping, streamDeleted, unavailable } from './grpc-errors.ts';
import type { LogReader, Page } from './log-reader.ts';
import type { ReadRequest } from './read-request.ts';
import { InvalidReadError, parseReadRequest } from './read-request.ts';
import {
  CAUGHT_UP,
  encodeCheckpoint,
  encodeConfirmation,
  encodeEvent,
  encodeEventOnce,
  encodeLink,
  encodeStreamNotFound,
  FELL_BEHIND,
} from './read-response.ts';
import { LINK_EVENT_TYPE, NO_STREAM, type RecordedEvent } from './recorded-event.ts';
import { isClosed } from './stream-heads.ts';
import { isSoftDeleted, isTooOld } from './stream-metadata.ts';
import type { LogLine } from './writer-session.ts';

export type ReadGrpcCall = ServerWritableStream<Buffer, Outgoing>;

/** Errors that the node made itself, and says as they are. */
const MEANT_FOR_THE_CLIENT: readonly unknown[] = [status.FAILED_PRECONDITION, status.PERMISSION_DENIED];

/** One Streams.Read call: a read that ends, or a subscription that lasts until either side ends it. */
export class ReadCall {
  readonly #call: ReadGrpcCall;
  readonly #reader: LogReader;
  readonly #caller: Caller;
  readonly #logLine: LogLine;
  readonly #end = new CallEnd();
  readonly #output: CallOutput;

  constructor(call: ReadGrpcCall, caller: Caller, reader: LogReader, logLine: LogLine) {
    this.#call = call;
    this.#caller = caller;
    this.#output = new CallOutput(call, this.#end);
    this.#reader = reader;
    this.#logLine = logLine;
    call.on('cancelled', () => this.#end.end());
    call.on('close', () => this.#end.end());
    // It may have been given up while its caller was looked up.
    if (call.cancelled || call.destroyed) this.#end.end();
  }

  async run(): Promise<void> {
    try {
      await this.#answer(parseReadRequest(this.#call.request));
      if (!this.#end.hasEnded) this.#call.end();
    } catch (error) {
      if (!this.#end.hasEnded) this.#fail(error);
    }
    this.#end.end();
  }

  /** Ends the call because the node stops. */
  stop(): void {
    if (this.#end.hasEnded) return;
    this.#end.end();
    this.#call.emit('error', stopping());
  }

  async #answer(request: ReadRequest): Promise<void> {
    const { source } = request;
    const allowed = this.#caller.may('read', source.kind === 'all' ? '$all' : source.stream);
    if (allowed !== true && !(await allowed)) throw accessDenied();
    if (request.count === undefined) {
      if (request.source.kind === 'all') await this.#subscribeToAll(request);
      else await this.#subscribeToStream(request, request.source.stream);
    } else if (request.source.kind === 'all') await this.#readAll(request, request.count);
    else await this.#readStream(request, request.source.stream, request.count);
  }

  async #readStream(request: ReadRequest, stream: string, count: number): Promise<void> {
    const head = await this.#reader.head(stream);
    if (isClosed(head)) throw streamDeleted(stream);
    if (head.revision === NO_STREAM || isSoftDeleted(head.metadata)) {
      await this.#output.send(encodeStreamNotFound(stream));
      return;
    }
    const { from } = request;
    if (!request.backwards && from.kind === 'end') return;
    const at = from.kind === 'at' ? from.at : from.kind === 'start' ? 0 : head.revision;
    const now = Date.now();
    const short = request.backwards ? undefined : this.#reader.restOfStream(stream, at, head, count);
    if (short !== undefined) {
      const events = short.filter((event) => !isTooOld(event, head.metadata, now));
      await this.#sendEvents({ events, fromMemory: true }, request.resolveLinks);
      return;
    }
    const pages = request.backwards
      ? this.#reader.streamBackwards(stream, at, count)
      : this.#reader.streamForwards(stream, at, count, true);
    let left = count;
    for await (const page of pages) {
      const events = page.events.filter((event) => !isTooOld(event, head.metadata, now)).slice(0, left);
      await this.#sendEvents({ ...page, events }, request.resolveLinks);
      left -= events.length;
      if (left <= 0 || this.#end.hasEnded) return;
    }
  }

  async #readAll(request: ReadRequest, count: number): Promise<void> {
    const { from, filter } = request;
    const head = this.#reader.log.head;
    if (from.kind === (request.backwards ? 'start' : 'end')) return;
    const at = from.kind === 'at' ? from.at : request.backwards ? head + 1 : 1;
    const wanted = filter === undefined ? count : Number.MAX_SAFE_INTEGER;
    const pages = request.backwards
      ? this.#reader.logBackwards(at, wanted)
      : this.#reader.logForwards(Math.max(1, at), wanted);
    let left = count;
    for await (const page of pages) {
      const matching =
        filter === undefined ? page.events : page.events.filter((event) => passes(filter, event));
      const events = matching.slice(0, left);
      await this.#sendEvents({ ...page, events }, request.resolveLinks);
      left -= events.length;
      if (left <= 0 || this.#end.hasEnded) return;
    }
  }

  async #subscribeToAll(request: ReadRequest): Promise<void> {
    const { log } = this.#reader;
    const { from, filter } = request;
    const end = this.#end;
    let next = from.kind === 'at' ? from.at + 1 : from.kind === 'start' ? 1 : log.head + 1;
    let considered = 0;
    let isLive = false;
    await this.#output.send(encodeConfirmation(randomUUID()));
    while (!end.hasEnded) {
      for await (const page of this.#reader.logForwards(next, Number.MAX_SAFE_INTEGER)) {
        if (isLive && !page.fromMemory) {
          isLive = false;
          await this.#output.send(FELL_BEHIND);
        }
        if (filter === undefined) {
          await this.#sendEvents(page, request.resolveLinks);
        } else {
          let unsent: RecordedEvent[] = [];
          for (const event of page.events) {
            if (passes(filter, event)) unsent.push(event);
            considered += 1;
            if (considered < filter.checkpointInterval) continue;
            considered = 0;
            await this.#sendEvents({ ...page, events: unsent }, request.resolveLinks);
            unsent = [];
            await this.#output.send(encodeCheckpoint(event.position));
          }
          await this.#sendEvents({ ...page, events: unsent }, request.resolveLinks);
        }
        if (end.hasEnded) return;
        next = (page.events.at(-1)?.position ?? next) + 1;
      }
      if (log.head >= next) continue;
      if (!isLive) {
        isLive = true;
        if (filter !== undefined) await this.#output.send(encodeCheckpoint(Math.max(0, next - 1)));
        await this.#output.send(CAUGHT_UP);
      }
      await log.moreThan(next - 1, end);
    }
  }

  async #subscribeToStream(request: ReadRequest, stream: string): Promise<void> {
    const { log } = this.#reader;
    const { from } = request;
    const end = this.#end;
    const head = await this.#reader.head(stream);
    if (isClosed(head)) throw streamDeleted(stream);
    let next = from.kind === 'at' ? from.at + 1 : from.kind === 'start' ? 0 : head.revision + 1;
    await this.#output.send(encodeConfirmation(randomUUID()));
    const now = Date.now();
    for await (const page of this.#reader.streamForwards(stream, next, Number.MAX_SAFE_INTEGER, true)) {
      const events = page.events.filter((event) => !isTooOld(event, head.metadata, now));
      await this.#sendEvents({ ...page, events }, request.resolveLinks);
      if (end.hasEnded) return;
      next = (page.events.at(-1)?.revision ?? next) + 1;
    }
    // What the stream's metadata hides is not delivered later either.
    next = Math.max(next, head.revision + 1);
    await this.#output.send(CAUGHT_UP);
    while (!end.hasEnded) {
      const last = log.recent.lastOf(stream);
      if (last === undefined || last.revision < next) {
        await log.nextOf(stream, end);
        continue;
      }
      for await (const page of this.#reader.streamForwards(stream, next, Number.MAX_SAFE_INTEGER, false)) {
        await this.#sendEvents(page, request.resolveLinks);
        if (end.hasEnded) return;
        next = (page.events.at(-1)?.revision ?? next) + 1;
      }
    }
  }

  async #sendEvents(page: Page, resolveLinks: boolean): Promise<void> {
    const { events } = page;
    const hasLinks = resolveLinks && events.some((event) => event.type === LINK_EVENT_TYPE);
    const targets = hasLinks ? await this.#reader.targetsOf(events, this.#caller) : undefined;
    await this.#output.sendAll(
      events.map((event) =>
        targets !== undefined && event.type === LINK_EVENT_TYPE
          ? encodeLink(event, targets.get(event.position))
          : page.fromMemory
            ? encodeEvent(event)
            : encodeEventOnce(event),
      ),
    );
  }

  #fail(error: unknown): void {
    if (error instanceof InvalidReadError || error instanceof InvalidFilterError) {
      this.#call.emit('error', invalidArgument(error.message));
      return;
    }
    if (error instanceof Error && 'code' in error && MEANT_FOR_THE_CLIENT.includes(error.code)) {
      this.#call.emit('error', error);
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.#logLine(`a read failed: ${reason}`);
    this.#call.emit('error', unavailable(reason));
  }
}
