import type { MarkedText, SearchHitView } from '@ticketing/contracts/finding.ts';
import { chatStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

type Found = { items: SearchHitView[]; nextCursor: string | null; similar: boolean };

let world: World;
let api: RunningQueryApi;
const named: Record<string, string> = {};

async function found(userId: string, q: string, more = ''): Promise<Found> {
  const { status, body } = await api.get(userId, `/api/search?q=${encodeURIComponent(q)}${more}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as Found;
}
const idsOf = async (userId: string, q: string, more = '') =>
  (await found(userId, q, more)).items.map(({ id }) => id);
const nameOf = (id: string) => Object.entries(named).find(([, one]) => one === id)?.[0] ?? id;
const names = async (userId: string, q: string, more = '') =>
  (await idsOf(userId, q, more)).map(nameOf).sort();
const markedParts = ({ text, marks }: MarkedText) => marks.map(({ start, end }) => text.slice(start, end));

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids, open, comment, happen } = world;
  named.printer = await open({
    title: 'The printer in the hall is jammed',
    description: 'პრინტერი არ მუშაობს, ქაღალდი გაიჭედა. Zażółć gęślą jaźń.',
    reporterId: ids.anna,
    companyId: ids.alpha,
  });
  named.scanner = await open({ title: 'Scanner near the printer', reporterId: ids.ben, companyId: ids.beta });
  named.laptop = await open({ title: 'Laptop <b>bold</b>', description: 'Needs a blueprint' });
  named.lab = await open({ projectId: ids.lab, title: 'Printer of the laboratory' });
  named.public = await comment(named.printer, ids.anna, 'It printed forty pages of hieroglyphs');
  named.internal = await comment(
    named.printer,
    ids.agent,
    'hieroglyphs again, this client is clumsy',
    'internal',
  );
  named.edited = await comment(named.scanner, ids.ben, 'A secret was here');
  await happen(ticketStream(named.scanner), {
    type: 'CommentEdited',
    data: { commentId: named.edited, body: 'Nothing to read' },
  });
  named.removed = await comment(named.scanner, ids.ben, 'Regrettable words');
  await happen(ticketStream(named.scanner), {
    type: 'CommentRemoved',
    data: { commentId: named.removed },
  });

  const say = async (room: string, by: string, body: string) => {
    const messageId = newId();
    const data = { messageId, body, replyToId: null, files: [] };
    await happen(chatStream(room), { type: 'MessagePosted', data }, { by });
    return messageId;
  };
  const openRoom = async (
    room: string,
    kind: 'direct' | 'ticket',
    ticketId: string | null,
    people: string[],
  ) => {
    await happen(chatStream(room), {
      type: 'ChatRoomOpened',
      data: { kind, name: null, ticketId, companyId: null },
    });
    for (const userId of people) {
      await happen(chatStream(room), { type: 'ParticipantJoined', data: { userId } });
    }
  };
  await openRoom(named.printer, 'ticket', named.printer, []);
  named.inTicketRoom = await say(named.printer, ids.anna, 'Shall I press the umbrella button?');
  const direct = newId();
  await openRoom(direct, 'direct', null, [ids.agent, ids.helper]);
  named.direct = await say(direct, ids.agent, 'Bring an umbrella');
});

afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

describe('what is found', () => {
  test('by every word’s beginning, whatever its case or accents', async () => {
    const { boss } = world.ids;
    expect(await names(boss, 'PRIN jam')).toEqual(['printer']);
    expect(await names(boss, 'zazolc GESLA')).toEqual(['printer']);
    expect(await names(boss, 'printer jammed laptop')).toEqual([]);
  });

  test('by a part of a word', async () => {
    expect(await names(world.ids.boss, 'rinter')).toEqual(['lab', 'printer', 'scanner']);
    expect(await names(world.ids.boss, 'eprin')).toEqual(['laptop']);
  });

  test('in Georgian, by the beginning, a part and a misspelling', async () => {
    const { boss } = world.ids;
    for (const q of ['პრინტერი', 'პრინ', 'ინტერ', 'ᲞᲠᲘᲜᲢᲔᲠᲘ', 'პრინტრი']) {
      expect(await names(boss, q), q).toEqual(['printer']);
    }
  });

  test('by a misspelled word, and says so, only when nothing has the word itself', async () => {
    const { boss } = world.ids;
    expect(await found(boss, 'pritner jamed')).toMatchObject({
      similar: true,
      items: [{ id: named.printer }],
    });
    expect(await found(boss, 'printer')).toMatchObject({ similar: false });
    expect(await found(boss, 'xylophone')).toEqual({ items: [], nextCursor: null, similar: false });
  });

  test('whether similar words are searched for depends on what the caller sees and not on other people’s words', async () => {
    // "Laptop" is a word of a ticket that Ben does not see; of what he sees, nothing is like it.
    expect(await found(world.ids.ben, 'scaner')).toMatchObject({
      similar: true,
      items: [{ id: named.scanner }],
    });
    expect(await found(world.ids.anna, 'scanner')).toEqual({ items: [], nextCursor: null, similar: false });
    // Words of another company's ticket, of an internal note, of another project and of nobody at all.
    for (const misspelled of ['scaner', 'clumsi', 'laboratori', 'xylophonee']) {
      const { anna } = world.ids;
      expect(await found(anna, misspelled), misspelled).toEqual({
        items: [],
        nextCursor: null,
        similar: false,
      });
    }
  });

  test('by its key first of all', async () => {
    const { items } = await found(world.ids.boss, ' ops-1 ');
    expect(items[0]?.ticket?.key).toBe('OPS-1');
    expect(items[0]?.score).toBeGreaterThan(items[1]?.score ?? 0);
  });

  test('a title before a description before a comment', async () => {
    const { ids, open, comment } = world;
    const inTitle = await open({ title: 'Kangaroo' });
    const inText = await open({ title: 'Animals', description: 'A kangaroo, and others' });
    const inComment = await comment(named.laptop ?? '', ids.boss, 'Saw a kangaroo');
    expect(await idsOf(ids.boss, 'kangaroo')).toEqual([inTitle, inText, inComment]);
    expect(await idsOf(ids.boss, 'kangaroo', '&kinds=comment')).toEqual([inComment]);
    expect(await idsOf(ids.boss, 'kangaroo', '&kinds=ticket,message')).toEqual([inTitle, inText]);
    expect(await idsOf(ids.boss, 'kangaroo', `&projectId=${ids.lab}`)).toEqual([]);
    const pages: string[] = [];
    let cursor: string | null = '';
    do {
      const page: Found = await found(ids.boss, 'kangaroo', `&limit=1${cursor ? `&cursor=${cursor}` : ''}`);
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages).toEqual([inTitle, inText, inComment]);
  });

  test('with what a ticket is, and where it matched, as plain text', async () => {
    const { ids } = world;
    const [hit] = (await found(ids.boss, 'lapt bold')).items;
    expect(hit).toMatchObject({
      kind: 'ticket',
      ticket: { key: 'OPS-3', columnId: ids.todo, columnName: 'Column 0', category: 'todo', archived: false },
    });
    expect(hit?.ticket?.title.text).toBe('Laptop <b>bold</b>');
    expect(markedParts(hit?.ticket?.title ?? { text: '', marks: [] })).toEqual(['Laptop', 'bold']);
    const [comment] = (await found(ids.anna, 'hierogl')).items;
    expect(comment).toMatchObject({ kind: 'comment', authorId: ids.anna, ticket: { key: 'OPS-1' } });
    expect(markedParts(comment?.snippet ?? { text: '', marks: [] })).toEqual(['hieroglyphs']);
  });

  test('with the place of a late match in a long text', async () => {
    const { ids, open } = world;
    await open({
      title: 'Long',
      description: `${'წინადადება 🔥 sentence. '.repeat(100)}The armadillo sleeps.`,
    });
    const [hit] = (await found(ids.boss, 'armad')).items;
    expect(hit?.snippet.text.length).toBeLessThan(300);
    expect(hit?.snippet.text.isWellFormed()).toBe(true);
    expect(markedParts(hit?.snippet ?? { text: '', marks: [] })).toEqual(['armadillo']);
  });
});

describe('what is not found', () => {
  test('another company’s ticket and what is said of it', async () => {
    expect(await names(world.ids.anna, 'printer')).toEqual(['printer']);
    expect(await names(world.ids.ben, 'printer')).toEqual(['scanner']);
    expect(await names(world.ids.ben, 'hieroglyphs')).toEqual([]);
    expect(await names(world.ids.ben, 'OPS-1')).toEqual([]);
    expect(await names(world.ids.outsider, 'printer')).toEqual([]);
  });

  test('an internal note by whoever may not read it', async () => {
    expect(await names(world.ids.anna, 'hieroglyphs')).toEqual(['public']);
    expect(await names(world.ids.anna, 'clumsy')).toEqual([]);
    expect(await names(world.ids.manager, 'clumsy')).toEqual(['internal']);
    expect(await names(world.ids.agent, 'hieroglyphs')).toEqual(['internal', 'public']);
  });

  test('a message by whoever is not in its room, be it a superuser; of a ticket’s room by whoever does not see the ticket', async () => {
    expect(await names(world.ids.agent, 'umbrella')).toEqual(['direct', 'inTicketRoom']);
    expect(await names(world.ids.helper, 'umbrella')).toEqual(['direct']);
    expect(await names(world.ids.anna, 'umbrella')).toEqual(['inTicketRoom']);
    expect(await names(world.ids.root, 'umbrella')).toEqual(['inTicketRoom']);
    expect(await names(world.ids.ben, 'umbrella')).toEqual([]);
  });

  test('words that were edited away or removed', async () => {
    expect(await names(world.ids.boss, 'secret')).toEqual([]);
    expect(await names(world.ids.boss, 'regrettable')).toEqual([]);
    expect(await names(world.ids.boss, 'nothing read')).toEqual(['edited']);
  });

  test('anything, by signs alone or what looks like a query language', async () => {
    for (const q of ['%', "'", '\\', ':*', '! & |', '   '])
      expect(await names(world.ids.boss, q), q).toEqual([]);
    expect(await names(world.ids.boss, "jammed:* | !'x' & (")).toEqual([]);
  });
});

test('a cursor of another question or no cursor is refused', async () => {
  for (const cursor of ['nonsense', Buffer.from('["words.x","1"]').toString('base64url')]) {
    const { status } = await api.get(world.ids.boss, `/api/search?q=printer&cursor=${cursor}`);
    expect(status).toBe(400);
  }
  expect((await api.get(world.ids.boss, '/api/search?q=a&kinds=nonsense')).status).toBe(400);
});

test('a log that is projected again changes nothing', async () => {
  const { rows: before } = await world.models.pool.query(
    'select * from read_model.search_documents order by id',
  );
  const { ids, log, models } = world;
  const stream = ticketStream(named.laptop ?? '');
  const renamed = log.append(
    stream,
    { type: 'TicketRenamed', data: { title: 'Notebook' } },
    { by: ids.boss },
  );
  await models.project([renamed]);
  await models.project([renamed], ['search']);
  expect(await names(ids.boss, 'notebook')).toEqual(['laptop']);
  expect(await names(ids.boss, 'laptop')).toEqual([]);
  const { rows: after } = await models.pool.query('select * from read_model.search_documents order by id');
  expect(after.filter(({ id }) => id !== named.laptop)).toEqual(
    before.filter(({ id }) => id !== named.laptop),
  );
});
