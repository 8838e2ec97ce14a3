import streamsMessages from '@eventstore/db-client/generated/streams_pb.js';
import type { EventFilter } from './event-filter.ts';
import { buildFilter, DEFAULT_WINDOW } from './event-filter.ts';

/** A read or a subscription, as plain data. */
export type ReadRequest = {
  readonly source: { readonly kind: 'stream'; readonly stream: string } | { readonly kind: 'all' };
  /** A revision (of a stream) or a position (of the log). */
  readonly from:
    | { readonly kind: 'start' }
    | { readonly kind: 'end' }
    | { readonly kind: 'at'; readonly at: number };
  readonly backwards: boolean;
  readonly resolveLinks: boolean;
  /** How many events at most; undefined for a subscription. */
  readonly count: number | undefined;
  readonly filter: EventFilter | undefined;
};

export class InvalidReadError extends Error {}

const { Options } = streamsMessages.ReadReq;

/** @throws InvalidReadError or InvalidFilterError with a sentence for the client */
export function parseReadRequest(request: streamsMessages.ReadReq): ReadRequest {
  const options = request.getOptions();
  if (options === undefined) throw new InvalidReadError('The read has no options.');
  const backwards = options.getReadDirection() === Options.ReadDirection.BACKWARDS;
  const isSubscription = options.hasSubscription();
  if (isSubscription && backwards) throw new InvalidReadError('A subscription cannot go backwards.');
  return {
    ...sourceOf(options),
    backwards,
    resolveLinks: options.getResolveLinks(),
    count: isSubscription ? undefined : toNumber(options.getCount()),
    filter: filterOf(options),
  };
}

function sourceOf(options: streamsMessages.ReadReq.Options): Pick<ReadRequest, 'source' | 'from'> {
  const stream = options.getStream();
  if (stream !== undefined) {
    const name = Buffer.from(stream.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
    if (name === '') throw new InvalidReadError('The name of a stream cannot be empty.');
    const from = stream.hasStart()
      ? ({ kind: 'start' } as const)
      : stream.hasEnd()
        ? ({ kind: 'end' } as const)
        : ({ kind: 'at', at: toNumber(stream.getRevision()) } as const);
    return { source: { kind: 'stream', stream: name }, from };
  }
  const all = options.getAll();
  if (all === undefined) throw new InvalidReadError('A read names a stream or $all.');
  const position = all.getPosition();
  const from =
    position !== undefined
      ? ({ kind: 'at', at: toNumber(position.getCommitPosition()) } as const)
      : all.hasEnd()
        ? ({ kind: 'end' } as const)
        : ({ kind: 'start' } as const);
  return { source: { kind: 'all' }, from };
}

function filterOf(options: streamsMessages.ReadReq.Options): EventFilter | undefined {
  const filter = options.getFilter();
  if (filter === undefined || !options.hasAll()) return undefined;
  const onStream = filter.getStreamIdentifier();
  const expression = onStream ?? filter.getEventType();
  if (expression === undefined) return undefined;
  return buildFilter({
    on: onStream === undefined ? 'type' : 'stream',
    regex: expression.getRegex(),
    prefixes: expression.getPrefixList(),
    window: filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW,
    checkpointIntervalMultiplier: filter.getCheckpointintervalmultiplier(),
  });
}

/** 64-bit decimals; beyond 2^53 there are no events, so the largest safe integer says the same. */
function toNumber(decimal: string): number {
  return Math.min(Number(decimal), Number.MAX_SAFE_INTEGER - 1);
}
