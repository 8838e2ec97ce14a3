import type { ServerWritableStream } from '@grpc/grpc-js';
import type { CallEnd } from './call-end.ts';
import { PackedMessages } from './packed-messages.ts';

/** What a read call's serializer hands on as it is: an encoded message, or several in one. */
export type Outgoing = Buffer | PackedMessages;

/** Unsent bytes of one call beyond which it waits for the client. */
const UNSENT_BYTES = 1024 * 1024;
/** Messages go out together up to so many bytes or so many of them. */
const PACK_BYTES = 32 * 1024;
const PACK_MESSAGES = 256;

/** What a call that only sends and one that also receives have in common. */
type OutgoingCall = Pick<ServerWritableStream<unknown, Outgoing>, 'write' | 'writableNeedDrain'> & {
  on(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
};

/** Writes the messages of one call, no faster than the client takes them, so that an unread call costs little memory. */
export class CallOutput {
  readonly #call: OutgoingCall;
  readonly #end: CallEnd;
  #unsentBytes = 0;

  constructor(call: OutgoingCall, end: CallEnd) {
    this.#call = call;
    this.#end = end;
  }

  async send(message: Buffer): Promise<void> {
    if (this.#end.hasEnded || this.#write(message, message.length)) return;
    await this.#drained();
  }

  /** Sends all of `messages` in order, or stops when the call ends. */
  async sendAll(messages: readonly Buffer[]): Promise<void> {
    let pack: Buffer[] = [];
    let bytes = 0;
    for (const [index, message] of messages.entries()) {
      pack.push(message);
      bytes += message.length;
      if (bytes < PACK_BYTES && pack.length < PACK_MESSAGES && index < messages.length - 1) continue;
      if (this.#end.hasEnded) return;
      const first = pack[0];
      const outgoing = pack.length === 1 && first !== undefined ? first : new PackedMessages(pack);
      if (!this.#write(outgoing, bytes)) await this.#drained();
      pack = [];
      bytes = 0;
    }
  }

  /** Whether more may be written at once. The stream itself says no after 16 messages however small; bytes count here. */
  #write(outgoing: Outgoing, bytes: number): boolean {
    this.#unsentBytes += bytes;
    if (this.#call.write(outgoing)) {
      this.#unsentBytes = 0;
      return true;
    }
    return this.#unsentBytes < UNSENT_BYTES;
  }

  async #drained(): Promise<void> {
    this.#unsentBytes = 0;
    if (!this.#call.writableNeedDrain || this.#end.hasEnded) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#call.off('drain', done);
        this.#end.forget(done);
        resolve();
      };
      this.#call.on('drain', done);
      this.#end.listen(done);
    });
  }
}
