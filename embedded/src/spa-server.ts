import { createServer, type IncomingMessage, type Server } from 'node:http';
import sirv from 'sirv';

export type SpaServerOptions = {
  /** Folder of the built app. */
  readonly folder: string;
  /** Port of the one origin, on whatever host name the browser came by. */
  readonly apiPort: number;
};

/** Serves a built app. Every path that is not a file is the app itself, which routes by its address. */
export function createSpaServer({ folder, apiPort }: SpaServerOptions): Server {
  const files = sirv(folder, {
    single: true,
    etag: true,
    setHeaders(response, path) {
      // Names of built assets carry a hash of their content; the page that names them must stay fresh.
      const hashed = path.startsWith('/assets/');
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('referrer-policy', 'no-referrer');
    },
  });
  return createServer((request, response) => {
    const apiUrl = `http://${hostOf(request)}:${apiPort}`;
    response.setHeader('content-security-policy', policyFor(apiUrl));
    if (request.url?.split('?')[0] === '/config.json') {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify({ apiUrl }));
      return;
    }
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('Not found');
    });
  });
}

/** Scripts only from here; styles also inline, since antd writes its styles into the page. */
function policyFor(apiUrl: string): string {
  const socket = apiUrl.replace(/^http/, 'ws');
  return [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${apiUrl}`,
    // Films, sounds and documents that people attach.
    `media-src 'self' blob: ${apiUrl}`,
    `frame-src ${apiUrl}`,
    "font-src 'self' data:",
    `connect-src 'self' ${apiUrl} ${socket}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** The host name that the browser used, without the port. */
function hostOf(request: IncomingMessage): string {
  const name = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?$/i.exec(request.headers.host ?? '')?.[1];
  return name ?? '127.0.0.1';
}
