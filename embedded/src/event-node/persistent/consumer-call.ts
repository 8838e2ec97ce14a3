import type persistentMessages from '@eventstore/db-client/generated/persistent_pb.js';
import type sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Caller } from '../access/caller.ts';
import { CallEnd } from '../call-end.ts';
import { CallOutput, type Outgoing } from '../call-output.ts';
import { accessDenied, groupError, invalidArgument, stopping, unavailable } from '../grpc-errors.ts';
import { encodeDelivery, nested } from '../read-response.ts';
import type { Consumer, Message } from './group-delivery.ts';
import type { SubscriptionGroup } from './subscription-group.ts';
import type { SubscriptionGroups } from './subscription-groups.ts';

export type ConsumerGrpcCall = ServerDuplexStream<persistentMessages.ReadReq, Outgoing>;

/** What one consumer may have before it answers, whatever it asks for. */
const LARGEST_CAPACITY = 10_000;
const DEFAULT_CAPACITY = 10;

const ACTIONS = ['retry', 'park', 'retry', 'skip', 'stop'] as const;

/** One consumer of a group: events go out, answers come in. */
export class ConsumerCall {
  /** Whom the group's information names. */
  readonly user: string;
  readonly from: string;
  readonly connectionName: string;
  #group: SubscriptionGroup | undefined;
  #consumer: Consumer | undefined;
  readonly #call: ConsumerGrpcCall;
  readonly #caller: Caller;
  readonly #groups: SubscriptionGroups;
  readonly #end = new CallEnd();
  readonly #output: CallOutput;
  #sending: Promise<void> = Promise.resolve();
  #forgetDrop: () => void = () => undefined;

  constructor(call: ConsumerGrpcCall, caller: Caller, groups: SubscriptionGroups) {
    this.#call = call;
    this.#caller = caller;
    this.#groups = groups;
    this.#output = new CallOutput(call, this.#end);
    this.user = caller.name ?? '';
    this.from = call.getPeer();
    this.connectionName = String(call.metadata.get('connection-name')[0] ?? '');
    call.on('data', (request: persistentMessages.ReadReq) => this.#receive(request));
    for (const end of ['cancelled', 'close', 'error', 'end'] as const) call.on(end, () => this.#leave());
    call.on('end', () => call.end());
    if (call.cancelled || call.destroyed) this.#leave();
  }

  get group(): SubscriptionGroup | undefined {
    return this.#group;
  }

  get consumer(): Consumer | undefined {
    return this.#consumer;
  }

  /** Ends the call because the node stops. */
  stop(): void {
    this.#fail(stopping());
  }

  #receive(request: persistentMessages.ReadReq): void {
    if (this.#end.hasEnded) return;
    const options = request.getOptions();
    if (options !== undefined) {
      // What comes before the answer to this waits in the stream.
      this.#call.pause();
      this.#join(options).then(
        () => this.#call.resume(),
        (error: unknown) =>
          this.#fail(error instanceof Error && 'code' in error ? error : unavailable(String(error))),
      );
      return;
    }
    const consumer = this.#consumer;
    if (consumer === undefined || this.#group === undefined) {
      this.#fail(invalidArgument('A consumer names its group first.'));
      return;
    }
    const ack = request.getAck();
    if (ack !== undefined) this.#group.delivery.acknowledge(consumer, ack.getIdsList().map(textOf));
    const nack = request.getNack();
    if (nack !== undefined) {
      const action = ACTIONS[nack.getAction()] ?? 'retry';
      const reason = `Client explicitly NAK'ed message.\n${nack.getReason()}`;
      this.#group.delivery.refuse(consumer, nack.getIdsList().map(textOf), action, reason);
    }
    this.#group.answered();
  }

  async #join(options: persistentMessages.ReadReq.Options): Promise<void> {
    if (this.#group !== undefined) throw invalidArgument('A consumer names its group once.');
    const source = options.hasAll()
      ? '$all'
      : Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
    const name = options.getGroupName();
    if (!(await this.#caller.may('read', source))) throw accessDenied();
    const group = this.#groups.find(source, name);
    if (group === undefined) throw groupError('persistent-subscription-does-not-exist', source, name);
    const { maxSubscriberCount } = group.stored.settings;
    if (maxSubscriberCount > 0 && group.delivery.consumers.length >= maxSubscriberCount) {
      throw groupError('maximum-subscribers-reached', source, name);
    }
    if (this.#end.hasEnded) return;
    const asked = options.getBufferSize();
    const consumer: Consumer = {
      capacity: asked > 0 ? Math.min(asked, LARGEST_CAPACITY) : DEFAULT_CAPACITY,
      inFlight: new Set(),
      taken: 0,
      deliver: (message) => this.#deliver(message),
    };
    this.#group = group;
    this.#consumer = consumer;
    this.#forgetDrop = this.#groups.whenDropped(group, () =>
      this.#fail(groupError('persistent-subscription-dropped', source, name)),
    );
    await this.#output.send(nested(2, nested(1, Buffer.from(`${source}::${name}`))));
    if (!this.#end.hasEnded) group.join(consumer);
  }

  #deliver(message: Message): void {
    this.#sending = this.#sending.then(async () => {
      if (this.#end.hasEnded) return;
      const { event, link, retries } = message;
      // Whoever may write a link would otherwise read every stream through it.
      const isShown =
        link === undefined || event === undefined || (await this.#caller.may('read', event.stream));
      await this.#output.send(encodeDelivery(isShown ? event : undefined, link, retries));
    });
    this.#sending.catch((error: unknown) => this.#fail(unavailable(String(error))));
  }

  #fail(error: Error): void {
    if (this.#end.hasEnded) return;
    this.#leave();
    this.#call.emit('error', error);
  }

  #leave(): void {
    if (this.#end.hasEnded) return;
    this.#end.end();
    this.#forgetDrop();
    if (this.#group !== undefined && this.#consumer !== undefined) this.#group.leave(this.#consumer);
  }
}

function textOf(id: sharedMessages.UUID): string {
  const halves = id.getStructured();
  if (halves === undefined) return id.getString().toLowerCase();
  const high = BigInt.asUintN(64, BigInt(halves.getMostSignificantBits()));
  const low = BigInt.asUintN(64, BigInt(halves.getLeastSignificantBits()));
  const digits = ((high << 64n) | low).toString(16).padStart(32, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
