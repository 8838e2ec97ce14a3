/**
 * What a link in a mail carries: `#token=…`. It stands behind the `#`, so it reaches no server's log.
 * Undefined when the address has none, as when only a part of it was copied.
 */
export function linkToken(hash: string): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token === null || token === '' ? undefined : token;
}
