import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandCompany, registerCompany } from '@ticketing/command-api/companies/company-command.ts';
import { systemCommand } from '@ticketing/command-api/users/found-superuser.ts';
import { registerUser } from '@ticketing/command-api/users/register-user.ts';
import { startEventNode } from '@ticketing/embedded/event-node/start-event-node.ts';
import { startServices } from '@ticketing/embedded/services.ts';
import { readStackSettings } from '@ticketing/embedded/stack-settings.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import sharp from 'sharp';

export type Person = { readonly id: string; readonly access: string };
export type Done = { readonly id: string; readonly position: string; readonly [more: string]: unknown };
export type RunningSystem = Awaited<ReturnType<typeof runningSystem>>;

/** Both APIs, the projectors and a store for files, asked over HTTP. */
export async function runningSystem() {
  const stops: (() => Promise<unknown>)[] = [];
  const postgres = await temporaryPostgres();
  stops.push(() => postgres.stop());
  const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
  stops.push(() => node.close());
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-files-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const parts = {
    databaseUrl: postgres.url,
    eventStoreUrl: `esdb://127.0.0.1:${node.port}?tls=false`,
    secrets: {
      jwtSecret: 'a secret that only this test run knows, 32+',
      usernameKey: 'a key that only this test run knows, 32 bytes+',
    },
    died: new Promise<never>(() => {}),
    stop: async () => {},
  };
  const settings = readStackSettings({
    API_PORT: String(await freePort()),
    DATA_DIR: folder,
    LOG_LEVEL: 'fatal',
  });
  const services = await startServices(parts, settings, () => true);
  stops.push(() => services.stop());
  const { application: app } = services;
  const origin = `http://127.0.0.1:${services.apiPort}`;

  const ask = (
    who: Person | undefined,
    method: string,
    path: string,
    body?: object,
    headers: object = {},
  ): Promise<Response> =>
    fetch(`${origin}/api${path}`, {
      method,
      headers: {
        ...(who ? { authorization: `Bearer ${who.access}` } : {}),
        ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: body instanceof FormData ? body : body ? JSON.stringify(body) : null,
    });

  async function command(who: Person, method: string, path: string, body?: object): Promise<Done> {
    const response = await ask(who, method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text) as Done; // what every command answers
  }

  return {
    origin,
    /** Where the stores are, as the command-line tools are told. */
    stores: { DATABASE_URL: parts.databaseUrl, EVENTSTORE_URL: parts.eventStoreUrl },
    ask,
    command,
    async person(username: string, staff: boolean): Promise<Person> {
      const user = { username, displayName: username, email: null, staff };
      const { id } = await registerUser(app, systemCommand('RegisterUser'), user);
      return { id, access: await app.tokens.issueAccess(id) };
    },
    /** A company that one of them serves and the others work at. */
    async company(name: string, adminId: string, ...userIds: readonly string[]): Promise<string> {
      const { id } = await registerCompany(app, systemCommand('RegisterCompany'), { name, description: '' });
      const join = (type: 'AssignCompanyAdmin' | 'AssignCompanyUser', userId: string) =>
        commandCompany(app, systemCommand(type), id, 'company.manage', { type, userId });
      await join('AssignCompanyAdmin', adminId);
      for (const userId of userIds) await join('AssignCompanyUser', userId);
      return id;
    },
    async upload(who: Person, content: Uint8Array | string, name: string): Promise<string> {
      const form = new FormData();
      form.append('file', new Blob([Buffer.from(content)]), name);
      return String((await command(who, 'POST', '/files', form)).fileId);
    },
    async read<Answer>(who: Person, path: string, after: Done): Promise<Answer> {
      const response = await ask(who, 'GET', path, undefined, { 'x-after-position': after.position });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`GET ${path}: ${response.status} ${text}`);
      return JSON.parse(text) as Answer; // checked by what is expected of it
    },
    async stop(): Promise<void> {
      for (const stop of stops.toReversed()) await stop();
    },
  };
}

/** Every refusal is a problem document. */
export const refusal = async (response: Response): Promise<readonly [number, string]> => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

export const picture = (width = 640, height = 480): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#335577' } })
    .png()
    .toBuffer();
