/**
 * Several gRPC messages that leave in one write.
 *
 * grpc-js writes every message by itself and waits for it: one HTTP/2 frame, one callback and one wake-up of the
 * client for each small event. It frames what a serializer returns by its `byteLength` and its `copy`, and this
 * object answers both for a whole sequence of messages that carry their own frames (5 bytes each: no compression,
 * length). Measured on catch-up of 300-byte events, see docs/event-node.md.
 *
 * It relies on how grpc-js 1.14 builds a frame (`serializeMessage` in server-interceptors.js); the version is pinned,
 * and every read of the contract suite goes through here, so a change there cannot go unnoticed.
 */
export class PackedMessages {
  /** Without the first frame's header, which grpc-js adds to every message. */
  readonly byteLength: number;
  readonly #messages: readonly Buffer[];

  constructor(messages: readonly Buffer[]) {
    this.#messages = messages;
    let size = -HEADER;
    for (const message of messages) size += HEADER + message.length;
    this.byteLength = size;
  }

  /** Called with the frame that grpc-js has made, its header already written for one message of `byteLength`. */
  copy(frame: Buffer, offset: number): number {
    let at = offset - HEADER;
    for (const message of this.#messages) {
      frame[at] = 0;
      frame.writeUInt32BE(message.length, at + 1);
      message.copy(frame, at + HEADER);
      at += HEADER + message.length;
    }
    return this.byteLength;
  }
}

const HEADER = 5;
