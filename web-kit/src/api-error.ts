import { type ErrorCode, errorCodes, type Problem } from '@ticketing/contracts/errors.ts';

/** `unreachable`: no answer came, so it is not known whether the request was carried out. */
export type ApiErrorCode = ErrorCode | 'unreachable';

/** A request that was refused or did not get through. `code` is stable; words for it are `errors.{code}` in i18n. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly fields: ReadonlyArray<{ path: string; message: string }>;

  constructor(code: ApiErrorCode, status: number, detail: string, fields: ApiError['fields'] = []) {
    super(detail);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code);

/** Reads a problem document; a body that is none (a proxy's page) becomes `internal` with the status. */
export async function apiErrorFrom(answer: Response): Promise<ApiError> {
  // What stands in the body is checked field by field below.
  const problem = (await answer.json().catch(() => ({}))) as Partial<Problem> | null;
  const code =
    typeof problem?.code === 'string' && isErrorCode(problem.code) ? problem.code : fallback(answer.status);
  const fields = Array.isArray(problem?.errors) ? problem.errors : [];
  return new ApiError(
    code,
    answer.status,
    problem?.detail ?? problem?.title ?? `HTTP ${answer.status}`,
    fields,
  );
}

/** The thing is gone, or is no longer meant for the person: what is known of it must leave the screen. */
export const isGone = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 403);

/** The server does not know yet what it will know in a moment: it is putting its read models together. */
export const isBehind = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'read_model_behind';

function fallback(status: number): ErrorCode {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 413) return 'payload_too_large';
  if (status === 429) return 'rate_limited';
  return 'internal';
}
