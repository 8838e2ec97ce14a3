import { Agent, request } from 'node:http';
import type { Session } from './session.ts';

/**
 * Sends commands over kept connections by `node:http`: at hundreds a second `fetch` would cost the machine more than
 * what it measures.
 */
export function createSender({ apiUrl, access }: Pick<Session, 'apiUrl' | 'access'>) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    /** @throws Error unless it was answered with success. */
    post(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<string> {
      const text = JSON.stringify(body);
      return new Promise((resolve, reject) => {
        const asked = request(
          `${apiUrl}/api${path}`,
          {
            method: 'POST',
            agent,
            headers: {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
              authorization: `Bearer ${access}`,
              ...headers,
            },
          },
          (response) => {
            let answer = '';
            response.setEncoding('utf8');
            response.on('data', (part: string) => {
              answer += part;
            });
            response.on('end', () => {
              if ((response.statusCode ?? 500) < 300) resolve(answer);
              else reject(new Error(`POST ${path}: ${response.statusCode} ${answer}`));
            });
          },
        );
        asked.on('error', reject);
        asked.end(text);
      });
    },
    close: () => agent.destroy(),
  };
}
