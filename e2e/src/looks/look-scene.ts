import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { demoPerson, type Person, signIn } from '../person.ts';
import type { StackPlace } from '../stack-place.ts';
import { registerCrowd } from './crowd.ts';
import { LONG_TITLE, LONG_WORD, LONG_WORDS } from './long-words.ts';

/** Where the pages lead that are looked at. All of it is there before the first look. */
export type LookScene = {
  /** A project with far too much of everything. */
  readonly full: { readonly id: string; readonly key: string };
  /** A project in which nothing was done yet. */
  readonly bare: { readonly id: string; readonly key: string };
  /** A ticket on which everything was done. */
  readonly ticket: { readonly id: string; readonly key: string };
  /** A ticket of the client's whose result is to be reviewed. */
  readonly asked: { readonly id: string; readonly key: string };
  readonly closed: { readonly id: string; readonly key: string };
  readonly companyId: string;
  /** A company that has nobody and nothing. */
  readonly idleCompanyId: string;
  readonly personId: string;
  readonly roomId: string;
  readonly deskRoomId: string;
  /** An instant at which the full project was another one. */
  readonly before: string;
};

/** Staff who were registered a moment ago and have nothing yet, and an employee of a company without any ticket. */
export const newcomers = { staff: 'look.newcomer', client: 'look.lonely' } as const;

export async function setLookScene(place: StackPlace): Promise<LookScene> {
  const [root, admin, agent, client] = await Promise.all([
    demoPerson(place, 'root'),
    demoPerson(place, 'admin'),
    demoPerson(place, 'agent'),
    demoPerson(place, 'client'),
  ]);
  const company = await root.command('POST', '/api/companies', {
    name: LONG_TITLE.slice(0, 90),
    description: LONG_WORDS,
  });
  const idle = await root.command('POST', '/api/companies', { name: 'ჯერ ცარიელი კომპანია' });
  const bare = await root.command('POST', '/api/projects', { key: 'BARE', name: 'ჯერ არაფერია' });
  const full = await root.command('POST', '/api/projects', {
    key: 'LOOKSLOOKS',
    name: 'ყველაფერი ზედმეტად ბევრი და ძალიან გრძელი სახელით',
    description: LONG_WORDS,
  });
  const at = `/api/projects/${full.id}`;
  const before = new Date().toISOString();
  await root.command('PUT', `/api/companies/${company.id}/admins/${admin.id}`);
  await root.command('PUT', `/api/companies/${company.id}/users/${client.id}`);
  for (const attached of [company.id, idle.id]) await root.command('PUT', `${at}/companies/${attached}`);
  await root.command('PUT', `${at}/roles/${admin.id}`, { role: 'superadmin' });
  await root.command('PUT', `${at}/roles/${agent.id}`, { role: 'admin' });
  await registerNewcomers(root, idle.id);
  const crowd = await registerCrowd(root, full.id, company.id);
  const { columns, tags } = await root.project('LOOKSLOOKS');
  const [first, second, , last] = columns;
  if (first === undefined || second === undefined || last === undefined)
    throw new Error('a new project has four columns');

  const open = (title: string, more: object = {}) =>
    agent.open({ projectId: full.id, companyId: company.id, title, ...more });
  const ticket = await open(LONG_TITLE, {
    description: `${LONG_WORDS}\n\n${LONG_WORD}\n\n| ა | ბ |\n|---|---|\n| ${LONG_WORD} | 1 |\n\n\`\`\`\n${LONG_WORD}${LONG_WORD}\n\`\`\``,
    type: 'bug',
    priority: 4,
    columnId: second.id,
    dueDate: '2026-01-05',
    startDate: '2026-01-01',
    tagIds: tags.map(({ id }) => id),
    assigneeIds: [root.id, admin.id, ...crowd.everybody.slice(0, 8)],
    remoteAssistId: '111 222 333',
  });
  await doMuchTo(ticket.id, { root, admin, agent, client }, crowd.everybody);
  await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      open(n % 3 === 0 ? LONG_WORD : n % 3 === 1 ? LONG_TITLE : `ბარათი ${n}`, {
        columnId: columns[n % 3]?.id,
        type: (['task', 'bug', 'story', 'epic'] as const)[n % 4],
        priority: ((n % 4) + 1) as 1 | 2 | 3 | 4,
        dueDate: n % 2 === 0 ? new Date().toISOString().slice(0, 10) : null,
        assigneeIds: n % 5 === 0 ? [] : [root.id, ...crowd.everybody.slice(n % 6, (n % 6) + 3)],
        tagIds: tags.slice(n % 5, (n % 5) + 4).map(({ id }) => id),
      }),
    ),
  );
  const ask = (title: string) =>
    client.open({ projectId: full.id, companyId: company.id, title, description: LONG_WORDS });
  const [asked, closed] = [await ask(LONG_TITLE), await ask(LONG_WORD)];
  for (const each of [asked, closed])
    await agent.command('POST', `/api/tickets/${each.id}/move`, { columnId: last.id });
  await client.command('POST', `/api/tickets/${closed.id}/resolution/accept`, {
    stars: 3,
    words: LONG_WORDS,
  });
  await agent.command('POST', `/api/tickets/${closed.id}/archive`, { words: LONG_WORDS });
  const roomId = await talk([root, agent], null, [agent.id, ...crowd.staff]);
  const deskRoomId = await talk([admin, client], company.id, [client.id]);
  return {
    full: { id: full.id, key: 'LOOKSLOOKS' },
    bare: { id: bare.id, key: 'BARE' },
    ticket,
    asked,
    closed,
    companyId: company.id,
    idleCompanyId: idle.id,
    personId: agent.id,
    roomId,
    deskRoomId,
    before,
  };
}

async function registerNewcomers(root: Person, companyId: string): Promise<void> {
  const register = (username: string, displayName: string, staff: boolean, of?: string) =>
    root.command('POST', '/api/users', {
      username,
      displayName,
      password: DEMO_PASSWORD,
      staff,
      ...(of === undefined ? {} : { companyId: of }),
    });
  await register(newcomers.staff, 'ნინო ახალი', true);
  await register(newcomers.client, 'ლუკა მარტოხელა', false, companyId);
}

/** Comments and notes, steps, links, a ticket under it, a chat, followers. */
async function doMuchTo(
  ticketId: string,
  people: { readonly root: Person; readonly admin: Person; readonly agent: Person; readonly client: Person },
  crowd: readonly string[],
): Promise<void> {
  const { root, admin, agent, client } = people;
  const at = `/api/tickets/${ticketId}`;
  const { projectId, companyId } = await root.ticket(ticketId);
  for (const title of [LONG_TITLE, LONG_WORD, 'ნაბიჯი']) {
    await agent.command('POST', `${at}/subtasks`, { title, assigneeId: crowd[0] ?? null });
  }
  const say = (who: Person, body: string, visibility: 'public' | 'internal' = 'public') =>
    who.command('POST', `${at}/comments`, { body, visibility });
  await say(client, LONG_WORDS);
  await say(agent, LONG_WORD);
  await say(admin, `**${LONG_TITLE}**\n\n- ${LONG_WORD}\n- ერთი`, 'internal');
  await say(agent, `@${'root'} ${LONG_TITLE}`);
  const child = await agent.open({ projectId, companyId, title: LONG_TITLE, parentId: ticketId });
  const other = await agent.open({ projectId, companyId, title: LONG_WORD });
  for (const [link, id] of [
    ['blocks', other.id],
    ['relates_to', child.id],
  ] as const) {
    await agent.command('PUT', `${at}/links/${link}/${id}`);
  }
  await agent.command('PUT', `${at}/followers/${root.id}`);
  for (const [who, body] of [
    [client, LONG_WORDS],
    [agent, LONG_WORD],
    [client, 'დილით მოვალ'],
  ] as const) {
    await who.command('POST', `/api/rooms/${ticketId}/messages`, { body });
  }
}

/** A group, named at length, in which both say something. */
async function talk(
  [opener, other]: readonly [Person, Person],
  companyId: string | null,
  participantIds: readonly string[],
): Promise<string> {
  const { id } = await opener.command('POST', '/api/rooms', {
    kind: 'group',
    name: LONG_TITLE.slice(0, 80),
    participantIds,
    companyId,
  });
  for (const [who, body] of [
    [opener, LONG_WORDS],
    [other, LONG_WORD],
    [opener, 'დილით ვნახავ'],
  ] as const) {
    await who.command('POST', `/api/rooms/${id}/messages`, { body });
  }
  return id;
}

/** Signs in with the demo's password, which all who are looked at have. */
export const looker = (place: StackPlace, username: string): Promise<Person> =>
  signIn(place, username, DEMO_PASSWORD);
