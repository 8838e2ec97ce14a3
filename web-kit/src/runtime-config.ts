export type RuntimeConfig = {
  /** Origin of the API without a trailing slash; empty means: where this page came from. */
  readonly apiUrl: string;
};

/**
 * Reads `/config.json`, which the server that serves the app puts beside `index.html` when the API lives on
 * another origin. A server that has none answers 404 or the page itself: then the API is on this origin.
 */
export async function readRuntimeConfig(fetchFile: typeof fetch = fetch): Promise<RuntimeConfig> {
  try {
    const answer = await fetchFile('/config.json', { cache: 'no-cache' });
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return { apiUrl: '' };
    const config: unknown = await answer.json();
    const apiUrl =
      typeof config === 'object' && config !== null && 'apiUrl' in config ? config.apiUrl : undefined;
    return { apiUrl: typeof apiUrl === 'string' ? apiUrl.replace(/\/+$/, '') : '' };
  } catch {
    return { apiUrl: '' };
  }
}

/** `http://host` → `ws://host/ws`; an empty origin means the page's own. */
export function socketUrl(apiUrl: string, pageUrl: string): string {
  const url = new URL('/ws', apiUrl === '' ? pageUrl : apiUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.toString();
}
