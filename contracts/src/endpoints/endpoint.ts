import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { Position, Revision } from '../values.ts';

/**
 * An endpoint, declared once: the servers register it, the OpenAPI document describes it, the clients are typed by it.
 *
 * `access` names who may call it: `public` (no token), `signed-in` (any active person; what they see is
 * filtered by the policy), or an action of the permission policy that the handler decides on the streams concerned.
 */
export type Endpoint = {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api`, with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** `upload`: the body is one file as multipart/form-data. `download`: the answer is a file's content. */
  readonly carries?: 'upload' | 'download';
  readonly status: number;
  readonly response: z.ZodType;
  readonly errors: readonly ErrorCode[];
};

/** Declares an endpoint; the type of every part is kept. */
export const endpoint = <const E extends Endpoint>(declaration: E): E => declaration;

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined;
export type ParamsOf<E extends Endpoint> = Parsed<E['params']>;
export type QueryOf<E extends Endpoint> = Parsed<E['query']>;
export type BodyOf<E extends Endpoint> = Parsed<E['body']>;
/** What a client sends as body, before defaults are filled in. */
export type BodySentOf<E extends Endpoint> = Sent<E['body']>;
export type QuerySentOf<E extends Endpoint> = Sent<E['query']>;
export type ResponseOf<E extends Endpoint> = z.output<E['response']>;

/** What every command answers: the thing's id, its stream's revision, the log's commit position. */
export const CommandAnswer = z.object({ id: z.string(), revision: Revision, position: Position });
export type CommandAnswer = z.infer<typeof CommandAnswer>;

/** A page of a cursor-paged list. `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Query of a cursor-paged list: 1 to 200 items, 50 unless told. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  // As long as the longest key that a list is sorted by makes it.
  cursor: z.string().max(8_000).optional(),
});

/** Headers that commands understand; reads understand `x-after-position`. */
export const IDEMPOTENCY_KEY = 'idempotency-key';
export const IF_MATCH = 'if-match';
export const AFTER_POSITION = 'x-after-position';
export const POSITION = 'x-position';
