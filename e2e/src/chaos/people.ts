import { randomUUID } from 'node:crypto';
import { CommandAnswer, IDEMPOTENCY_KEY } from '@ticketing/contracts/endpoints/endpoint.ts';
import { createProject, getProject } from '@ticketing/contracts/endpoints/projects.ts';
import { login } from '@ticketing/contracts/endpoints/sessions.ts';
import type { Role } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { expiryOf } from '@ticketing/web-kit/access-token.ts';
import { runProgram } from '../stack-process.ts';
import { ask } from './ask.ts';
import type { Cluster } from './cluster.ts';
import { untilNothingMissing } from './waiting.ts';

/** Somebody who works on the cluster. */
export type ChaosPerson = {
  readonly id: string;
  readonly username: string;
  /** A token good for `seconds` more; signs in anew, as often as it takes. */
  token(seconds: number): Promise<string>;
};

/** Everybody and everything that is there before the load begins. */
export type Field = {
  readonly superadmin: ChaosPerson;
  /** Superadmin and admins of both projects. */
  readonly staff: readonly ChaosPerson[];
  readonly manager: ChaosPerson;
  /** Role `user` in both projects. */
  readonly user: ChaosPerson;
  /** Whose role comes and goes. */
  readonly guest: ChaosPerson;
  readonly clients: readonly { readonly person: ChaosPerson; readonly companyId: string }[];
  readonly projects: readonly FieldProject[];
  /** A group of staff. */
  readonly groupRoomId: string;
};
export type FieldProject = Pick<ProjectView, 'id' | 'key' | 'columns' | 'tags'> & {
  readonly companyIds: readonly string[];
};

const BOSS = 'boss';
const PASSWORD = 'known to this run alone';

/** Founds the installation: people of every kind, two companies, two projects. Before any fault. */
export async function foundField(cluster: Cluster): Promise<Field> {
  const boss = person(cluster, BOSS, '');
  const { commandUrl, queryUrl } = cluster.direct;
  const command = async (who: ChaosPerson, method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${await who.token(60)}`, [IDEMPOTENCY_KEY]: randomUUID() };
    const answer = await ask(commandUrl, method, path, { headers, body });
    if (answer.status < 300) return answer.body;
    throw new Error(`${who.username}: ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  const idOf = (answer: unknown) => CommandAnswer.parse(answer).id;
  const register = async (username: string, staff: boolean, companyId?: string) => {
    const displayName = username.charAt(0).toUpperCase() + username.slice(1);
    const user = { username, displayName, password: PASSWORD, staff, ...(companyId ? { companyId } : {}) };
    const id = idOf(await command(boss, 'POST', '/api/users', user));
    return person(cluster, username, id);
  };

  const superadmin = await register('sara', true);
  const admins = [await register('adam', true), await register('anna', true)];
  const manager = await register('mona', true);
  const user = await register('uri', true);
  const guest = await register('gia', true);
  const companies: string[] = [];
  for (const name of ['Kolkheti Logistics', 'Tamarindi Foods']) {
    companies.push(idOf(await command(superadmin, 'POST', '/api/companies', { name })));
  }
  const [first = '', second = ''] = companies;
  const clients = [
    { person: await register('carl', false, first), companyId: first },
    { person: await register('cleo', false, first), companyId: first },
    { person: await register('dora', false, second), companyId: second },
  ];

  const projects: FieldProject[] = [];
  for (const [key, companyIds] of [
    ['OPS', companies],
    ['WEB', [first]],
  ] as const) {
    const created = createProject.response.parse(
      await command(superadmin, 'POST', '/api/projects', { key, name: `Project ${key}` }),
    );
    const path = `/api/projects/${created.id}`;
    for (const name of ['network', 'mail', 'urgent']) {
      await command(superadmin, 'POST', `${path}/tags`, { name, colour: '#2563EB' });
    }
    for (const id of companyIds) await command(superadmin, 'PUT', `${path}/companies/${id}`);
    const grant = (to: ChaosPerson, role: Role) =>
      command(superadmin, 'PUT', `${path}/roles/${to.id}`, { role });
    for (const admin of admins) await grant(admin, 'admin');
    await grant(manager, 'manager');
    await grant(user, 'user');
    const last = CommandAnswer.parse(await grant(guest, 'user'));
    const headers = {
      authorization: `Bearer ${await superadmin.token(60)}`,
      'x-after-position': last.position,
    };
    const read = await ask(queryUrl, 'GET', path, { headers });
    const { id, columns, tags } = getProject.response.parse(read.body);
    projects.push({ id, key, columns, tags, companyIds });
  }
  const group = { kind: 'group', name: 'Staff', participantIds: [...admins, manager].map(({ id }) => id) };
  const groupRoomId = idOf(await command(superadmin, 'POST', '/api/rooms', group));
  return { superadmin, staff: [superadmin, ...admins], manager, user, guest, clients, projects, groupRoomId };
}

/**
 * Makes the first superuser, as soon as the log and the database can be reached: read models that come from Kafka are
 * not ready before there is an event.
 */
export async function foundSuperuser({ environment, direct }: Cluster): Promise<void> {
  await untilNothingMissing('there is a superuser', 120_000, async () => {
    const founding = runProgram({ environment }, 'command-api/src/found-superuser.ts', [BOSS], {
      DATABASE_URL: direct.databaseUrl,
      EVENTSTORE_URL: direct.eventStoreUrl,
      SUPERUSER_PASSWORD: PASSWORD,
    });
    return (await founding.ended) === 0 ? [] : [founding.printed()];
  });
}

function person({ commandUrls }: Cluster, username: string, id: string): ChaosPerson {
  let access = '';
  let signingIn: Promise<void> | undefined;
  let tries = 0;

  async function signIn(): Promise<void> {
    await untilNothingMissing(`${username} signs in`, 180_000, async () => {
      const url = commandUrls[tries++ % commandUrls.length] ?? '';
      const body = { username, password: PASSWORD };
      const answer = await ask(url, 'POST', '/api/auth/login', { headers: {}, body }).catch(() => undefined);
      if (answer?.status !== 200) return [`${url} answers ${answer?.status ?? 'nothing'}`];
      access = login.response.parse(answer.body).access;
      return [];
    });
  }
  return {
    id,
    username,
    async token(seconds) {
      if ((expiryOf(access) ?? 0) - Date.now() > seconds * 1_000) return access;
      signingIn ??= signIn().finally(() => {
        signingIn = undefined;
      });
      await signingIn;
      return access;
    },
  };
}
