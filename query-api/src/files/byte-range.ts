import type { IncomingHttpHeaders } from 'node:http';
import type { ByteRange } from '@ticketing/platform/blob-store/blob-store.ts';

/**
 * The range that a request asks for (RFC 9110, section 14).
 * @returns `undefined` for all of it: no range, several, one of another unit or malformed, or `if-range` with another
 *   tag; `none` when the file has no such bytes
 */
export function rangeOf(
  headers: Pick<IncomingHttpHeaders, 'range'> & { readonly 'if-range'?: string | string[] | undefined },
  tag: string,
  size: number,
): ByteRange | 'none' | undefined {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(headers.range?.trim() ?? '');
  if (!asked || (headers['if-range'] !== undefined && headers['if-range'] !== tag)) return undefined;
  const [, from = '', to = ''] = asked;
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const count = Math.min(Number(to), size);
    return count === 0 ? 'none' : { first: size - count, last: size - 1 };
  }
  const [first, last] = [Number(from), to === '' ? size - 1 : Number(to)];
  if (to !== '' && last < first) return undefined;
  return first >= size ? 'none' : { first, last: Math.min(last, size - 1) };
}
