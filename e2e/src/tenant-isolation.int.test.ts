import {
  meChannel,
  projectChannel,
  roomChannel,
  ServerFrame,
  ticketChannel,
} from '@ticketing/contracts/live.ts';
import { RoomView } from '@ticketing/contracts/room-views.ts';
import { MeView } from '@ticketing/contracts/views.ts';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { eventually, openWindow, signInByForm, type Window } from './browser.ts';
import { type ChannelListener, listenToChannels } from './channel-listener.ts';
import { doEverything } from './everything-on-a-ticket.ts';
import { demoPerson, type Person } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';

/**
 * Two companies share two projects. Everything that ever reaches a client of the one is recorded: each WebSocket
 * frame and each HTTP answer of the desk in a browser, each frame of a socket that asks for more than the desk does,
 * and each answer to a request for what is the other's. Nothing of the other company may be in it.
 */
describeWithService('chromium', 'a client of one company', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let desk: Window | undefined;
  let staffs: Window | undefined;
  const listeners: ChannelListener[] = [];

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place);
  }, 300_000);

  afterAll(async () => {
    for (const listener of listeners) listener.close();
    await desk?.close();
    await staffs?.close();
    await stack?.killEverything();
    await place.remove();
  });

  test('hears of its own tickets at once and never of the other company’s, on any channel', async () => {
    const admin = await demoPerson(place, 'admin');
    const agent = await demoPerson(place, 'agent');
    const client = await demoPerson(place, 'client');
    const other = await demoPerson(place, 'client2');
    const [ownCompany, otherCompany] = [await companyOf(client), await companyOf(other)];
    expect(ownCompany.id).not.toBe(otherCompany.id);
    const projects = [await admin.project('OPS'), await admin.project('WEB')];
    const cards = (await Promise.all(projects.map(({ id }) => admin.board(id)))).flatMap(({ columns }) =>
      columns.flatMap(({ tickets }) => tickets),
    );
    const own = cards.find((card) => card.companyId === ownCompany.id);
    const foreign = cards.filter((card) => card.companyId === otherCompany.id);
    const [first] = foreign;
    if (!own || !first) throw new Error('The demo has tickets of both companies.');

    // What the client must never hear of.
    const secrets = new Set<string>([otherCompany.id, otherCompany.name, other.id]);
    const keepSecret = (...words: readonly string[]) => {
      for (const each of words) secrets.add(each);
    };
    // A key stands in quotes wherever it is told: OPS-1 is a part of OPS-10.
    const keepTicketSecret = (ticket: { readonly id: string; readonly key: string }, title: string) =>
      keepSecret(ticket.id, `"${ticket.key}"`, title);
    for (const card of cards) if (card.companyId !== ownCompany.id) keepTicketSecret(card, card.title);

    // What the client receives, by way of the desk.
    const received: { readonly from: string; readonly text: string }[] = [];
    const bodies: Promise<unknown>[] = [];
    desk = await openWindow('desk');
    const { page, complaints } = desk;
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => received.push({ from: 'desk', text: String(payload) })),
    );
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.startsWith('/api')) return;
      const from = `${response.status()} ${response.request().method()} ${pathname}`;
      // An answer that the page gave up before it had come is none that it received.
      const body = response.text().catch(() => '');
      bodies.push(body.then((text) => received.push({ from, text })));
    });
    await signInByForm(page, place.deskUrl, 'client', DEMO_PASSWORD);
    await page.locator(`[data-ticket="${own.key}"]`).waitFor();

    // What it receives by a socket of its own, which asks for everything.
    const raw = await listenToChannels(place, client);
    listeners.push(raw);
    const refused = new Set<string>();
    const askInVain = async (ticketId: string) => {
      refused.add(ticketChannel(ticketId));
      expect(await raw.subscribe(ticketChannel(ticketId))).toBe('refused');
    };
    for (const { id } of projects) expect(await raw.subscribe(projectChannel(id))).toBe('subscribed');
    expect(await raw.subscribe(ticketChannel(own.id))).toBe('subscribed');
    for (const { id } of foreign.slice(0, 20)) await askInVain(id);

    // Who is on the same projects and the same ticket: the other client, and an agent who writes a note.
    const [theirPresence, agentsPresence] = [
      await listenToChannels(place, other),
      await listenToChannels(place, agent),
    ];
    listeners.push(theirPresence, agentsPresence);
    for (const each of [raw, theirPresence, agentsPresence]) {
      for (const { id } of projects) {
        await each.subscribe(projectChannel(id));
        expect(await each.present(projectChannel(id))).toBe('present');
      }
    }
    const onOwn = ticketChannel(own.id);
    await agentsPresence.subscribe(onOwn);
    expect(await agentsPresence.present(onOwn)).toBe('present');
    agentsPresence.typing(onOwn, 'note');
    expect(await raw.present(onOwn)).toBe('present');
    const presenceOf = (each: ChannelListener) => each.frames.filter(isPresence).join('\n');
    await eventually(() => expect(presenceOf(agentsPresence)).toContain(client.id));
    await eventually(() => expect(presenceOf(agentsPresence)).toContain(other.id));
    await eventually(() => expect(presenceOf(raw)).toContain(agent.id));
    expect(presenceOf(raw)).not.toContain('note');

    const doOnTheirs = async (ticketId: string, mark: string) => {
      const traces = await doEverything(ticketId, mark, { admin, agent, client: other });
      keepSecret(...traces.public, ...traces.internal);
    };
    await doOnTheirs(first.id, 'Their old ticket');
    for (const { id: projectId, key } of projects) {
      const title = `Their new ticket in ${key}`;
      const opened = await other.open({ projectId, title, companyId: otherCompany.id });
      keepTicketSecret(opened, title);
      await askInVain(opened.id);
      await doOnTheirs(opened.id, title);
      const byStaff = `Opened by staff for them in ${key}`;
      keepTicketSecret(await agent.open({ projectId, title: byStaff, companyId: otherCompany.id }), byStaff);
      const inside = `Opened for nobody in ${key}`;
      keepTicketSecret(await agent.open({ projectId, title: inside }), inside);
    }
    const ours = await doEverything(own.id, 'Our ticket', { admin, agent, client });
    keepSecret(...ours.internal);

    // That it was listening all the time, it shows by its own changes: they come after everything above.
    const told = (from: string) => received.filter((each) => each.from === from).map(({ text }) => text);
    const heardByDesk = (words: string) => eventually(() => expect(told('desk').join('\n')).toContain(words));
    const last = await agent.open({
      projectId: own.projectId,
      title: 'Our last ticket',
      companyId: ownCompany.id,
    });
    await heardByDesk('Our ticket renamed');
    await heardByDesk(last.id);
    await page.locator(`[data-ticket="${last.key}"]`).waitFor();
    await page.locator(`[data-ticket="${own.key}"]`).click();
    await page.getByRole('log').getByText('Our ticket answered').waitFor();
    await page.getByRole('textbox', { name: 'Your message' }).fill('Our last words');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await heardByDesk('Our last words');
    await eventually(() => expect(raw.frames.join('\n')).toContain('Our last words'));
    for (const words of ours.public) expect(raw.frames.join('\n')).toContain(words);

    // Whatever a client may think of asking for over HTTP.
    const ask = async (method: string, path: string, status: number, body?: unknown) => {
      const answer = await client.send(method, path, body);
      expect(answer.status, `${method} ${path}`).toBe(status);
      received.push({ from: `${method} ${path}`, text: JSON.stringify(answer.body) });
    };
    for (const { id } of projects) {
      await ask('GET', `/api/projects/${id}/board`, 200);
      await ask('GET', `/api/tickets?projectId=${id}&limit=200&archived=any`, 200);
      await ask('GET', `/api/tickets?projectId=${id}&companyId=${otherCompany.id}&archived=any`, 200);
    }
    for (const q of ['Their', 'internal', 'staff', first.key]) {
      await ask('GET', `/api/tickets?q=${encodeURIComponent(q)}&archived=any&limit=200`, 200);
    }
    await ask('GET', `/api/tickets/${own.id}`, 200);
    await ask('GET', `/api/tickets/${own.id}/history?limit=200`, 200);
    const theirs = `/api/tickets/${first.id}`;
    await ask('GET', theirs, 404);
    await ask('GET', `${theirs}/history`, 404);
    await ask('PATCH', theirs, 404, { title: 'Taken over' });
    await ask('POST', `${theirs}/comments`, 404, { body: 'Who is there?' });
    await ask('POST', `${theirs}/move`, 404, { columnId: first.columnId });
    await ask('POST', `${theirs}/archive`, 404);
    await Promise.all(bodies);

    // A refusal repeats the channel that was asked for, and says the same of each.
    const isRefusal = (text: string) => ServerFrame.parse(JSON.parse(text)).type === 'refused';
    const refusals = raw.frames.filter(isRefusal);
    expect(refusals.toSorted()).toEqual(
      [...refused]
        .map((channel) => JSON.stringify({ type: 'refused', channel, code: 'not_found' }))
        .toSorted(),
    );
    for (const text of raw.frames) if (!isRefusal(text)) received.push({ from: 'raw socket', text });
    const leaks = received.flatMap(({ from, text }) =>
      [...secrets].filter((secret) => text.includes(secret)).map((secret) => ({ from, secret, text })),
    );
    expect(leaks).toEqual([]);
    expect(secrets.size).toBeGreaterThan(200);
    expect(complaints).toEqual([]);
  }, 300_000);

  test('loses a ticket that becomes the other company’s at once: in the window, on every channel and in every read', async () => {
    const agent = await demoPerson(place, 'agent');
    const client = await demoPerson(place, 'client');
    const other = await demoPerson(place, 'client2');
    const [ownCompany, otherCompany] = [await companyOf(client), await companyOf(other)];
    const { id: projectId } = await agent.project('OPS');
    const title = 'A printer of theirs, as it turns out';
    const opened = await client.open({ projectId, title, companyId: ownCompany.id });
    const words = 'What the client said before';
    await client.command('POST', `/api/tickets/${opened.id}/comments`, { body: words });
    const internal = { body: 'A note that stays inside', visibility: 'internal' };
    await agent.command('POST', `/api/tickets/${opened.id}/comments`, internal);
    await client.command('POST', `/api/rooms/${opened.id}/messages`, { body: 'Anybody there?' });
    await agent.command('POST', `/api/tickets/${opened.id}/comments`, { body: 'Which one is it?' });
    const told = async (person: Person) =>
      JSON.stringify((await person.send('GET', '/api/notifications')).body);
    await eventually(async () => expect(await told(client)).toContain(opened.id));

    await desk?.close();
    desk = await openWindow('desk');
    const { page, complaints } = desk;
    await signInByForm(page, place.deskUrl, 'client', DEMO_PASSWORD);
    await page.goto(`${place.deskUrl}/tickets/${opened.id}`);
    await page.getByRole('log').getByText(words).waitFor();
    const [theirs, mine] = [await listenToChannels(place, other), await listenToChannels(place, client)];
    listeners.push(theirs, mine);
    expect(await theirs.subscribe(projectChannel(projectId))).toBe('subscribed');
    expect(await theirs.subscribe(ticketChannel(opened.id))).toBe('refused');
    for (const channel of [
      projectChannel(projectId),
      ticketChannel(opened.id),
      roomChannel(opened.id),
      meChannel(client.id),
    ]) {
      expect(await mine.subscribe(channel)).toBe('subscribed');
    }
    const already = mine.frames.length;

    staffs = await openWindow('admin');
    await signInByForm(staffs.page, place.adminUrl, 'agent', DEMO_PASSWORD);
    await staffs.page.goto(`${place.adminUrl}/tickets/${opened.key}`);
    await staffs.page.getByRole('combobox', { name: 'Company' }).click();
    await staffs.page.getByText('Internal notes stay internal').waitFor();
    await expectAccessible(staffs.page, 'companies to choose from');
    await staffs.page.locator('.ant-select-item-option', { hasText: otherCompany.name }).click();
    await staffs.page.getByText(`The people of ${ownCompany.name} do not see it any more`).waitFor();
    await eventually(async () => expect((await agent.ticket(opened.id)).companyId).toBe(otherCompany.id));
    await agent.command('POST', `/api/tickets/${opened.id}/comments`, { body: 'Only for the next company' });
    await agent.command('PATCH', `/api/tickets/${opened.id}`, { title: 'Their printer' });

    // The open page says so by itself, and shows no word of it any more.
    await page.getByText(words).waitFor({ state: 'detached' });
    await eventually(() => expect(theirs.frames.join('\n')).toContain('Their printer'));
    const changes = () =>
      mine.frames.slice(already).flatMap((text) => {
        const frame = ServerFrame.parse(JSON.parse(text));
        return frame.type === 'change' ? [frame.change] : [];
      });
    await eventually(() =>
      expect(new Set(changes().flatMap((change) => (change.row === null ? [change.entity] : [])))).toEqual(
        new Set(['card', 'ticket', 'room', 'notification']),
      ),
    );
    const heard = mine.frames.slice(already).join('\n');
    for (const secret of [otherCompany.id, otherCompany.name, other.id, 'Only for', 'Their printer']) {
      expect(heard).not.toContain(secret);
    }
    const from = `/api/tickets/${opened.id}`;
    for (const path of [
      from,
      `${from}/history`,
      `/api/rooms/${opened.id}`,
      `/api/rooms/${opened.id}/messages`,
    ]) {
      expect((await client.send('GET', path)).status, path).toBe(404);
    }
    await eventually(async () => expect(await told(client)).not.toContain(opened.id));
    const found = await client.send('GET', '/api/search?q=printer');
    expect(JSON.stringify(found.body)).not.toContain(opened.id);
    const mineNow = await client.send('GET', '/api/tickets?reporterId=me&limit=200&archived=any');
    expect(JSON.stringify(mineNow.body)).not.toContain(opened.id);

    // The next company has it, with what was said publicly and no word of the note or of whose it was.
    const read = await other.ticket(opened.id);
    expect(read).toMatchObject({ title: 'Their printer', reporterId: agent.id });
    expect(read.comments.map(({ body }) => body)).toContain(words);
    const history = await other.send('GET', `${from}/history?limit=200`);
    for (const secret of [ownCompany.id, ownCompany.name, 'stays inside']) {
      expect(JSON.stringify([read, history.body])).not.toContain(secret);
    }
    // In the room are those who are concerned now; who only belonged to the former company has left it.
    await eventually(async () => {
      const { participants } = RoomView.parse((await other.send('GET', `/api/rooms/${opened.id}`)).body);
      const ids = participants.map(({ userId }) => userId);
      expect(ids).toContain(agent.id);
      expect(ids).not.toContain(client.id);
    });
    expect(complaints).toEqual([]);
    expect(staffs.complaints).toEqual([]);
  }, 120_000);
});

const isPresence = (text: string) => ServerFrame.parse(JSON.parse(text)).type === 'presence';

/** The one company that the person works for. */
async function companyOf(client: Person): Promise<{ readonly id: string; readonly name: string }> {
  const { companies } = MeView.parse((await client.send('GET', '/api/me')).body);
  const [company] = companies;
  if (!company || companies.length > 1) throw new Error('A client of the demo works for one company.');
  return company;
}
