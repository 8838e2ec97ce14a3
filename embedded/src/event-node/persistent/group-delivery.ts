import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../recorded-event.ts';
import type { GroupSettings } from './group-settings.ts';

/** An event on its way to one of a group's consumers. */
export type Message = {
  /** Revision in the stream or position in `$all`; in the parked stream for one that is replayed. */
  readonly place: number;
  readonly event: RecordedEvent | undefined;
  readonly link: RecordedEvent | undefined;
  readonly isReplayed: boolean;
  retries: number;
  /** When the consumer's time is over, in milliseconds since the epoch. */
  deadline: number;
};

export type Consumer = {
  /** How many events it takes before it has to answer. */
  readonly capacity: number;
  readonly inFlight: Set<Message>;
  readonly deliver: (message: Message) => void;
  taken: number;
};

export type Parking = (message: Message, reason: string) => void;

/** Unanswered bytes of one consumer beyond which it gets no more, whatever it asked for. */
const IN_FLIGHT_BYTES = 16 * 1024 * 1024;

/**
 * Who of a group's consumers gets which event, and what becomes of those that they do not answer. No clock, no I/O:
 * whoever owns it reads the source into it, parks what it is told to and calls `expire`.
 */
export class GroupDelivery {
  readonly consumers: Consumer[] = [];
  readonly #settings: GroupSettings;
  readonly #park: Parking;
  #ready: Message[] = [];
  #retries: Message[] = [];
  /** Of the source's own events, in its order: not done yet. The first one holds the checkpoint back. */
  readonly #undone = new Map<Message, number>();
  readonly #pending = new Set<Message>();
  #readyBytes = 0;
  #lastRead: number;
  #turn = 0;

  /** @param lastRead the place up to which everything is done */
  constructor(settings: GroupSettings, lastRead: number, park: Parking) {
    this.#settings = settings;
    this.#lastRead = lastRead;
    this.#park = park;
  }

  /** Up to here everything is done. */
  get checkpoint(): number {
    for (const before of this.#undone.values()) return before;
    return this.#lastRead;
  }

  get waiting(): number {
    return this.#ready.length;
  }

  get retrying(): number {
    return this.#retries.length;
  }

  get inFlight(): number {
    return this.consumers.reduce((sum, { inFlight }) => sum + inFlight.size, 0);
  }

  /** Takes what was read from the source next. */
  add(message: Message): void {
    this.#undone.set(message, this.#lastRead);
    this.#pending.add(message);
    this.#lastRead = message.place;
    this.#ready.push(message);
    this.#readyBytes += bytesOf(message);
  }

  /** Whether enough is waiting, by number or by bytes. */
  isFull(messages: number, bytes: number): boolean {
    return this.#ready.length >= messages || this.#readyBytes >= bytes;
  }

  /** Neither answered for good nor kept among the parked ones. */
  isPending(message: Message): boolean {
    return this.#pending.has(message);
  }

  /** Says that everything up to `place` was looked at, though not all of it passed the filter. */
  skipTo(place: number): void {
    this.#lastRead = Math.max(this.#lastRead, place);
  }

  replay(message: Message): void {
    this.#pending.add(message);
    this.#retries.push(message);
  }

  join(consumer: Consumer): void {
    this.consumers.push(consumer);
  }

  /** What it had not answered goes to the others. */
  leave(consumer: Consumer, now: number): void {
    const at = this.consumers.indexOf(consumer);
    if (at < 0) return;
    this.consumers.splice(at, 1);
    for (const message of consumer.inFlight) this.#again(message);
    consumer.inFlight.clear();
    this.dispatch(now);
  }

  /** Hands out what can be handed out: what comes a second time first. */
  dispatch(now: number): void {
    for (;;) {
      const queue = this.#retries.length > 0 ? this.#retries : this.#ready;
      const [message] = queue;
      const consumer = message === undefined ? undefined : this.#consumerFor(message);
      if (message === undefined || consumer === undefined) return;
      queue.shift();
      if (queue === this.#ready) this.#readyBytes -= bytesOf(message);
      message.deadline = this.#settings.messageTimeout === 0 ? Infinity : now + this.#settings.messageTimeout;
      consumer.inFlight.add(message);
      consumer.taken += 1;
      consumer.deliver(message);
    }
  }

  acknowledge(consumer: Consumer, ids: readonly string[]): void {
    for (const message of this.#answered(consumer, ids)) this.done(message);
  }

  /** @param action as in the protocol; `stop` lets the event go like `skip`, as a server does */
  refuse(
    consumer: Consumer,
    ids: readonly string[],
    action: 'park' | 'retry' | 'skip' | 'stop',
    reason: string,
  ): void {
    for (const message of this.#answered(consumer, ids)) {
      switch (action) {
        case 'park':
          this.#park(message, reason);
          break;
        case 'retry':
          this.#again(message);
          break;
        case 'skip':
        case 'stop':
          this.done(message);
          break;
        default:
          action satisfies never;
      }
    }
  }

  /** Takes back what consumers had for too long. */
  expire(now: number): void {
    for (const consumer of this.consumers) {
      for (const message of consumer.inFlight) {
        if (message.deadline > now) continue;
        consumer.inFlight.delete(message);
        this.#again(message);
      }
    }
  }

  /** Answered, or parked where it is kept. */
  done(message: Message): void {
    this.#undone.delete(message);
    this.#pending.delete(message);
  }

  /** It could not be parked: it is tried once more rather than lost. */
  notParked(message: Message): void {
    this.#retry(message);
  }

  #again(message: Message): void {
    if (message.retries >= this.#settings.maxRetryCount) {
      this.#park(message, `Reached retry count of ${this.#settings.maxRetryCount}`);
      return;
    }
    message.retries += 1;
    this.#retry(message);
  }

  #retry(message: Message): void {
    const after = this.#retries.findIndex(
      (other) => other.isReplayed === message.isReplayed && other.place > message.place,
    );
    if (after < 0) this.#retries.push(message);
    else this.#retries.splice(after, 0, message);
  }

  #answered(consumer: Consumer, ids: readonly string[]): Message[] {
    const found: Message[] = [];
    for (const id of ids) {
      for (const message of consumer.inFlight) {
        if (idOf(message) !== id) continue;
        consumer.inFlight.delete(message);
        found.push(message);
        break;
      }
    }
    return found;
  }

  #consumerFor(message: Message): Consumer | undefined {
    const { consumers } = this;
    if (consumers.length === 0) return undefined;
    switch (this.#settings.strategy) {
      case 'DispatchToSingle':
        return consumers.find(hasRoom);
      case 'Pinned': {
        const pinned = consumers[numberOf(message) % consumers.length];
        return pinned !== undefined && hasRoom(pinned) ? pinned : undefined;
      }
      case 'RoundRobin':
        for (let step = 0; step < consumers.length; step++) {
          const at = (this.#turn + step) % consumers.length;
          const consumer = consumers[at];
          if (consumer === undefined || !hasRoom(consumer)) continue;
          this.#turn = at + 1;
          return consumer;
        }
        return undefined;
      default:
        return this.#settings.strategy satisfies never;
    }
  }
}

/** The id by which a consumer answers. */
const idOf = ({ link, event }: Message): string | undefined => (link ?? event)?.id;

export const bytesOf = ({ event, link }: Message): number =>
  (event?.data.length ?? 0) + (event?.metadata.length ?? 0) + (link?.data.length ?? 0) + 200;

function hasRoom({ inFlight, capacity }: Consumer): boolean {
  if (inFlight.size >= capacity) return false;
  let bytes = 0;
  for (const message of inFlight) bytes += bytesOf(message);
  return bytes < IN_FLIGHT_BYTES;
}

/** The same for every event of a stream, so that one consumer gets them all. */
function numberOf({ event, link }: Message): number {
  const stream = (event ?? link)?.stream ?? '';
  return createHash('sha256').update(stream).digest().readUInt32BE(0);
}
