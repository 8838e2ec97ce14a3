import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Done, type Person, picture, type RunningSystem, runningSystem } from './running-system.ts';

let system: RunningSystem;
let lead: Person;
let client: Person;
let stranger: Person;
let projectId: string;
let companyId: string;

beforeAll(async () => {
  system = await runningSystem();
  lead = await system.person('lead', true);
  client = await system.person('client', false);
  stranger = await system.person('stranger', false);
  projectId = (await command(lead, 'POST', '/projects', { key: 'OPS', name: 'Operations' })).id;
  companyId = await system.company('Kolkheti', lead.id, client.id);
  await command(lead, 'PUT', `/projects/${projectId}/companies/${companyId}`);
});
afterAll(() => system?.stop());

const ask: RunningSystem['ask'] = (...asked) => system.ask(...asked);
const command: RunningSystem['command'] = (...asked) => system.command(...asked);
const upload: RunningSystem['upload'] = (...asked) => system.upload(...asked);
const read = <Answer = Shown>(who: Person, path: string, after: Done): Promise<Answer> =>
  system.read<Answer>(who, path, after);

const open = (who: Person, more: object = {}) =>
  command(who, 'POST', '/tickets', { projectId, companyId, title: 'Gate 3', ...more });

type Shown = { readonly attachments: readonly { readonly id: string; readonly [more: string]: unknown }[] };

/** Every refusal is a problem document. */
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('a file on a ticket', () => {
  const text = 'Gate 3 does not open.\nIt did yesterday.\n';
  let ticket: string;
  let fileId: string;
  let path: string;
  let last: Done;

  beforeAll(async () => {
    fileId = await upload(client, text, 'gate „3“ — კარი.txt');
    last = await open(client, { fileIds: [fileId] });
    ticket = last.id;
    path = `/tickets/${ticket}/attachments/${fileId}`;
  });

  it('comes with the ticket that was opened with it, and says who added it', async () => {
    const { attachments } = await read(lead, `/tickets/${ticket}`, last);
    expect(attachments).toEqual([
      {
        id: fileId,
        ticketId: ticket,
        name: 'gate „3“ — კარი.txt',
        contentType: 'text/plain',
        size: text.length,
        hasThumbnail: false,
        commentId: null,
        visibility: 'public',
        addedById: client.id,
        addedAt: expect.any(String),
      },
    ]);
  });

  it('is downloaded whole, by its name, as what it is, and can run nothing', async () => {
    const response = await ask(lead, 'GET', path);
    expect([response.status, await response.text()]).toEqual([200, text]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(text.length),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*sandbox/),
      'content-disposition': `inline; filename="gate _3_ _ ____.txt"; filename*=UTF-8''${encodeURIComponent('gate „3“ — კარი.txt')}`,
    });
    const saved = await ask(lead, 'GET', `${path}?download=true`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment;/);
    await saved.text();
  });

  it('is downloaded in parts', async () => {
    const part = await ask(lead, 'GET', path, undefined, { range: 'bytes=5-9' });
    expect([part.status, await part.text()]).toEqual([206, text.slice(5, 10)]);
    expect(part.headers.get('content-range')).toBe(`bytes 5-9/${text.length}`);
    expect(part.headers.get('content-length')).toBe('5');
    const none = await ask(lead, 'GET', path, undefined, { range: 'bytes=900-' });
    expect([none.status, none.headers.get('content-range')]).toEqual([416, `bytes */${text.length}`]);
    expect(await none.json()).toMatchObject({ code: 'range_not_satisfiable' });
    const tag = part.headers.get('etag') ?? '';
    const same = await ask(lead, 'GET', path, undefined, { range: 'bytes=0-1', 'if-range': tag });
    expect([same.status, await same.text()]).toEqual([206, text.slice(0, 2)]);
    const changed = await ask(lead, 'GET', path, undefined, { range: 'bytes=0-1', 'if-range': '"other"' });
    expect([changed.status, await changed.text()]).toEqual([200, text]);
  });

  it('is not sent again to whoever has it, and HEAD tells of it without its content', async () => {
    const head = await ask(lead, 'HEAD', path);
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(text.length),
      '',
    ]);
    const tag = head.headers.get('etag') ?? '';
    const had = await ask(lead, 'GET', path, undefined, { 'if-none-match': `"x", W/${tag}` });
    expect([had.status, await had.text()]).toEqual([304, '']);
    // Having it does not help who may not see it.
    const refused = await ask(stranger, 'GET', path, undefined, { 'if-none-match': tag });
    expect([refused.status, await codeOf(refused)]).toEqual([404, 'not_found']);
  });

  it('opens by a pass without a token, for that file and as long as the person may see it', async () => {
    type Passes = { items: { id: string; pass: string }[]; passesUntil: string };
    const list = await read<Passes>(client, `/tickets/${ticket}/attachments`, last);
    const pass = list.items[0]?.pass ?? '';
    expect(Date.parse(list.passesUntil)).toBeGreaterThan(Date.now());
    expect((await ask(undefined, 'GET', path)).status).toBe(401);
    const opened = await ask(undefined, 'GET', `${path}?pass=${pass}`);
    expect([opened.status, await opened.text()]).toEqual([200, text]);
    const otherFile = await upload(lead, 'other', 'other.txt');
    last = await command(lead, 'POST', `/tickets/${ticket}/attachments`, { fileId: otherFile });
    for (const elsewhere of [
      `/tickets/${ticket}/attachments/${otherFile}?pass=${pass}`,
      `/tickets/${ticket}?pass=${pass}`,
      `/tickets/${ticket}/attachments?pass=${pass}`,
    ]) {
      expect((await ask(undefined, 'GET', elsewhere)).status, elsewhere).toBe(401);
    }
    const employed = `/companies/${companyId}/users/${client.id}`;
    const stillReporter = await open(lead);
    const theirs = await upload(lead, 'for the company', 'a.txt');
    const attached = await command(lead, 'POST', `/tickets/${stillReporter.id}/attachments`, {
      fileId: theirs,
    });
    const shown = await read<Passes>(client, `/tickets/${stillReporter.id}/attachments`, attached);
    const address = `/tickets/${stillReporter.id}/attachments/${theirs}?pass=${shown.items[0]?.pass}`;
    expect((await ask(undefined, 'GET', address)).status).toBe(200);
    const left = await command(lead, 'DELETE', employed);
    const refused = await ask(undefined, 'GET', address, undefined, { 'x-after-position': left.position });
    expect(refused.status).toBe(404);
    last = await command(lead, 'PUT', employed);
  });
});

describe('what came with an internal note', () => {
  it('is not there for whoever may not read notes: in the view, the list, the count, the history, the past', async () => {
    const opened = await open(client);
    const secret = await upload(lead, await picture(), 'secret plan.png');
    const noted = await command(lead, 'POST', `/tickets/${opened.id}/comments`, {
      body: 'Only for us',
      visibility: 'internal',
      fileIds: [secret],
    });
    const ticket = `/tickets/${opened.id}`;
    const path = `${ticket}/attachments/${secret}`;
    const seen = await read(lead, ticket, noted);
    expect(seen.attachments).toMatchObject([
      { id: secret, visibility: 'internal', commentId: noted.commentId, hasThumbnail: true },
    ]);
    expect((await read(client, ticket, noted)).attachments).toEqual([]);
    const now = encodeURIComponent(new Date(Date.now() + 1_000).toISOString());
    expect((await read(lead, `${ticket}?at=${now}`, noted)).attachments).toHaveLength(1);
    expect((await read(client, `${ticket}?at=${now}`, noted)).attachments).toEqual([]);
    for (const hidden of [path, `${path}/thumbnail`, `${path}?at=${now}`]) {
      const response = await ask(client, 'GET', hidden);
      expect([response.status, await codeOf(response)], hidden).toEqual([404, 'unknown_attachment']);
    }
    const removing = await ask(client, 'DELETE', path);
    expect([removing.status, await codeOf(removing)]).toEqual([404, 'unknown_attachment']);
    for (const part of ['/history', '/attachments', '']) {
      expect(JSON.stringify(await read<object>(client, `${ticket}${part}`, noted))).not.toContain('secret');
    }
    const before = await read<{ changedAt: string }>(client, ticket, noted);
    const removed = await command(lead, 'DELETE', path);
    const after = await read<{ changedAt: string; revision: string }>(client, ticket, removed);
    expect(after.changedAt).toBe(before.changedAt);
    expect(JSON.stringify(await read<object>(client, `${ticket}/history`, removed))).not.toContain('secret');
  });
});

describe('an image', () => {
  it('has a thumbnail, made once', async () => {
    const fileId = await upload(client, await picture(), 'gate.png');
    const opened = await open(client, { fileIds: [fileId] });
    const { attachments } = await read(client, `/tickets/${opened.id}`, opened);
    expect(attachments).toMatchObject([{ contentType: 'image/png', hasThumbnail: true }]);
    const response = await ask(client, 'GET', `/tickets/${opened.id}/attachments/${fileId}/thumbnail`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const small = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(small).toMatchObject({ width: 320, height: 240 });
  });
});

describe('what was taken off a ticket', () => {
  it('is gone now, still there as of then, and its content with it', async () => {
    const fileId = await upload(client, 'as it was', 'then.txt');
    const opened = await open(client, { fileIds: [fileId] });
    const ticket = `/tickets/${opened.id}`;
    const shown = await read<Shown & { openedAt: string }>(client, ticket, opened);
    const then = encodeURIComponent(shown.openedAt);
    const removed = await command(client, 'DELETE', `${ticket}/attachments/${fileId}`);
    expect((await read(client, ticket, removed)).attachments).toEqual([]);
    const gone = await ask(client, 'GET', `${ticket}/attachments/${fileId}`);
    expect([gone.status, await codeOf(gone)]).toEqual([404, 'unknown_attachment']);
    expect((await read(client, `${ticket}?at=${then}`, removed)).attachments).toMatchObject([{ id: fileId }]);
    const past = await ask(client, 'GET', `${ticket}/attachments/${fileId}?at=${then}`);
    expect([past.status, await past.text()]).toEqual([200, 'as it was']);
    const again = await command(client, 'POST', `${ticket}/attachments`, { fileId });
    expect((await read(client, ticket, again)).attachments).toMatchObject([{ id: fileId }]);
  });

  it('goes with the comment that it came with', async () => {
    const opened = await open(client);
    const fileId = await upload(client, 'with words', 'words.txt');
    const ticket = `/tickets/${opened.id}`;
    const said = await command(client, 'POST', `${ticket}/comments`, { body: 'See', fileIds: [fileId] });
    expect((await read(client, ticket, said)).attachments).toMatchObject([{ commentId: said.commentId }]);
    const removed = await command(client, 'DELETE', `${ticket}/comments/${said.commentId}`);
    expect((await read(client, ticket, removed)).attachments).toEqual([]);
  });
});

describe('attaching', () => {
  it('is done once, however often it is asked for, and only with a file of one’s own', async () => {
    const opened = await open(client);
    const fileId = await upload(client, 'mine', 'mine.txt');
    const path = `/tickets/${opened.id}/attachments`;
    const key = { 'idempotency-key': `attach ${fileId}`.replace(' ', '-') };
    const answers = [];
    for (let time = 0; time < 3; time++) {
      const response = await ask(client, 'POST', path, { fileId }, key);
      answers.push([response.status, await response.json()]);
    }
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    const refused = await ask(lead, 'POST', path, { fileId });
    expect([refused.status, await codeOf(refused)]).toEqual([422, 'unknown_file']);
    const nonsense = await ask(client, 'POST', path, { fileId: 'nonsense' });
    expect([nonsense.status, ((await nonsense.json()) as { errors: unknown }).errors]).toEqual([
      400,
      [{ path: 'fileId', message: expect.any(String) }],
    ]);
  });
});
