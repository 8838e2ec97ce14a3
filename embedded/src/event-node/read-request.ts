import type { EventFilter } from './event-filter.ts';
import { buildFilter, DEFAULT_WINDOW } from './event-filter.ts';
import { WireReader } from './protobuf-wire.ts';

/** A read or a subscription, as plain data. */
export type ReadRequest = {
  readonly source: { readonly kind: 'stream'; readonly stream: string } | { readonly kind: 'all' };
  readonly from: ReadFrom;
  readonly backwards: boolean;
  readonly resolveLinks: boolean;
  /** How many events at most; undefined for a subscription. */
  readonly count: number | undefined;
  readonly filter: EventFilter | undefined;
};

/** `at` is a revision (of a stream) or a position (of the log). */
export type ReadFrom =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'at'; readonly at: number };

export class InvalidReadError extends Error {}

const START: ReadFrom = { kind: 'start' };
const END: ReadFrom = { kind: 'end' };

/**
 * Decodes a `ReadReq` (streams.proto) by hand: a short read costs the node little else.
 * @throws InvalidReadError or InvalidFilterError with a sentence for the client
 */
export function parseReadRequest(bytes: Buffer): ReadRequest {
  const request = new WireReader(bytes);
  let parsed: ReadRequest | undefined;
  while (request.next()) {
    if (request.field === 1) parsed = readOptions(request.message());
    else request.skip();
  }
  if (parsed === undefined) throw new InvalidReadError('The read has no options.');
  return parsed;
}

function readOptions(options: WireReader): ReadRequest {
  let source: Pick<ReadRequest, 'source' | 'from'> | undefined;
  let backwards = false;
  let resolveLinks = false;
  let count: number | undefined = 0;
  let filter: EventFilter | undefined;
  while (options.next()) {
    switch (options.field) {
      case 1:
        source = readStreamOptions(options.message());
        break;
      case 2:
        source = { source: { kind: 'all' }, from: readAllOptions(options.message()) };
        break;
      case 3:
        backwards = options.varint() === 1;
        break;
      case 4:
        resolveLinks = options.varint() !== 0;
        break;
      case 5:
        count = clamped(options.uint64());
        break;
      case 6:
        options.skip();
        count = undefined;
        break;
      case 7:
        filter = readFilter(options.message());
        break;
      default:
        options.skip();
    }
  }
  if (source === undefined) throw new InvalidReadError('A read names a stream or $all.');
  if (count === undefined && backwards) throw new InvalidReadError('A subscription cannot go backwards.');
  // Only $all is filtered.
  const applied = source.source.kind === 'all' ? filter : undefined;
  return { ...source, backwards, resolveLinks, count, filter: applied };
}

function readStreamOptions(options: WireReader): Pick<ReadRequest, 'source' | 'from'> {
  let stream = '';
  let from = START;
  while (options.next()) {
    switch (options.field) {
      case 1: {
        const identifier = options.message();
        while (identifier.next()) {
          if (identifier.field === 3) stream = identifier.text();
          else identifier.skip();
        }
        break;
      }
      case 2:
        from = { kind: 'at', at: clamped(options.uint64()) };
        break;
      case 3:
        options.skip();
        from = START;
        break;
      case 4:
        options.skip();
        from = END;
        break;
      default:
        options.skip();
    }
  }
  if (stream === '') throw new InvalidReadError('The name of a stream cannot be empty.');
  return { source: { kind: 'stream', stream }, from };
}

function readAllOptions(options: WireReader): ReadFrom {
  let from = START;
  while (options.next()) {
    switch (options.field) {
      case 1: {
        const position = options.message();
        let commit = 0;
        while (position.next()) {
          if (position.field === 1) commit = clamped(position.uint64());
          else position.skip();
        }
        from = { kind: 'at', at: commit };
        break;
      }
      case 3:
        options.skip();
        from = END;
        break;
      default:
        options.skip();
    }
  }
  return from;
}

function readFilter(options: WireReader): EventFilter {
  let on: 'stream' | 'type' = 'type';
  let expression: { regex: string; prefixes: string[] } | undefined;
  let window = DEFAULT_WINDOW;
  let checkpointIntervalMultiplier = 1;
  while (options.next()) {
    switch (options.field) {
      case 1:
        on = 'stream';
        expression = readExpression(options.message());
        break;
      case 2:
        on = 'type';
        expression = readExpression(options.message());
        break;
      case 3:
        window = options.varint();
        break;
      case 5:
        checkpointIntervalMultiplier = options.varint();
        break;
      default:
        options.skip();
    }
  }
  if (expression === undefined)
    throw new InvalidReadError('The filter says neither streams nor event types.');
  return buildFilter({ on, ...expression, window, checkpointIntervalMultiplier });
}

function readExpression(expression: WireReader): { regex: string; prefixes: string[] } {
  let regex = '';
  const prefixes: string[] = [];
  while (expression.next()) {
    switch (expression.field) {
      case 1:
        regex = expression.text();
        break;
      case 2:
        prefixes.push(expression.text());
        break;
      default:
        expression.skip();
    }
  }
  return { regex, prefixes };
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER - 1);

/** Beyond 2^53 there are no events, so the largest number below says the same. */
function clamped(value: bigint): number {
  return Number(value < LARGEST ? value : LARGEST);
}
