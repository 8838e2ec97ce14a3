import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Done,
  type Person,
  picture,
  type RunningSystem,
  refusal,
  runningSystem,
} from './running-system.ts';

let system: RunningSystem;
let lead: Person;
let client: Person;
let colleague: Person;
let rival: Person;
let projectId: string;
let companyId: string;

beforeAll(async () => {
  system = await runningSystem();
  lead = await system.person('lead', true);
  client = await system.person('client', false);
  colleague = await system.person('colleague', false);
  rival = await system.person('rival', false);
  projectId = (await system.command(lead, 'POST', '/projects', { key: 'OPS', name: 'Operations' })).id;
  companyId = await system.company('Kolkheti', lead.id, client.id, colleague.id);
  await system.company('Rioni', lead.id, rival.id);
  await system.command(lead, 'PUT', `/projects/${projectId}/companies/${companyId}`);
});
afterAll(() => system?.stop());

const group = async (...others: readonly Person[]): Promise<string> => {
  const participantIds = others.map(({ id }) => id);
  const asked = { kind: 'group', name: 'Gate 3', companyId, participantIds };
  return (await system.command(client, 'POST', '/rooms', asked)).id;
};
const send = (who: Person, roomId: string, body: object) =>
  system.command(who, 'POST', `/rooms/${roomId}/messages`, body);

type Timeline = {
  readonly items: readonly { readonly id: string; readonly files: readonly object[] }[];
  readonly passes: readonly { readonly fileId: string; readonly pass: string }[];
  readonly passesUntil: string;
};
const timeline = (who: Person, roomId: string, after: Done) =>
  system.read<Timeline>(who, `/rooms/${roomId}/messages`, after);

describe('a message with files', () => {
  it('may be files alone, names what they are, and sends them to whoever reads the room', async () => {
    const roomId = await group(colleague);
    const [words, image] = [
      await system.upload(client, 'It says no.\n', 'says.txt'),
      await system.upload(client, await picture(), 'gate.png'),
    ];
    const said = await send(client, roomId, { fileIds: [words, image, words] });
    const { items } = await timeline(colleague, roomId, said);
    expect(items.at(-1)).toMatchObject({ id: said.messageId, body: '', authorId: client.id });
    expect(items.at(-1)?.files).toEqual([
      { id: words, name: 'says.txt', contentType: 'text/plain', size: 12, hasThumbnail: false },
      { id: image, name: 'gate.png', contentType: 'image/png', size: expect.any(Number), hasThumbnail: true },
    ]);
    const path = `/rooms/${roomId}/files/${words}`;
    const whole = await system.ask(colleague, 'GET', path);
    expect([whole.status, await whole.text()]).toEqual([200, 'It says no.\n']);
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    const part = await system.ask(colleague, 'GET', path, undefined, { range: 'bytes=3-6' });
    expect([part.status, await part.text()]).toEqual([206, 'says']);
    const head = await system.ask(colleague, 'HEAD', path);
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '12', '']);
    const had = await system.ask(colleague, 'GET', path, undefined, {
      'if-none-match': head.headers.get('etag') ?? '',
    });
    expect([had.status, await had.text()]).toEqual([304, '']);
    const small = await system.ask(colleague, 'GET', `/rooms/${roomId}/files/${image}/thumbnail`);
    expect(small.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(Buffer.from(await small.arrayBuffer())).metadata()).toMatchObject({ width: 320 });
    expect(await refusal(await system.ask(colleague, 'GET', `${path}/thumbnail`))).toEqual([
      404,
      'not_found',
    ]);
  });

  it('takes only files of its author’s own, at most ten, and sends the same once for one key', async () => {
    const roomId = await group(colleague);
    const fileId = await system.upload(client, 'mine', 'mine.txt');
    const path = `/rooms/${roomId}/messages`;
    const stolen = await system.ask(colleague, 'POST', path, { body: 'Mine now', fileIds: [fileId] });
    expect(await refusal(stolen)).toEqual([422, 'unknown_file']);
    const many = Array.from({ length: 11 }, () => fileId);
    const tooMany = await system.ask(client, 'POST', path, { fileIds: many });
    expect([tooMany.status, await tooMany.json()]).toMatchObject([400, { errors: [{ path: 'fileIds' }] }]);
    expect(await refusal(await system.ask(client, 'POST', path, { fileIds: [] }))).toEqual([
      422,
      'empty_message',
    ]);
    const key = { 'idempotency-key': `send-${fileId}` };
    const answers: Done[] = [];
    for (let time = 0; time < 3; time++) {
      const response = await system.ask(client, 'POST', path, { fileIds: [fileId] }, key);
      expect(response.status).toBe(201);
      answers.push((await response.json()) as Done); // what every command answers
    }
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    const { items } = await timeline(client, roomId, answers[0] ?? { id: '', position: '0' });
    expect(items).toHaveLength(1);
  });
});

describe('a file in a room', () => {
  it('is there for nobody else, in no other room, and not for the uploader who was never in it', async () => {
    const roomId = await group(colleague);
    const other = await group();
    const fileId = await system.upload(client, 'among us', 'us.txt');
    const said = await send(client, roomId, { body: 'Look', fileIds: [fileId] });
    const path = `/rooms/${roomId}/files/${fileId}`;
    const after = { 'x-after-position': said.position };
    for (const outsider of [rival, lead]) {
      const refused = await system.ask(outsider, 'GET', path, undefined, after);
      expect(await refusal(refused)).toEqual([404, 'not_found']);
    }
    const elsewhere = await system.ask(client, 'GET', `/rooms/${other}/files/${fileId}`, undefined, after);
    expect(await refusal(elsewhere)).toEqual([404, 'unknown_attachment']);
    // Of the ticket's room, the ticket itself has no such attachment.
    const ticket = await system.command(client, 'POST', '/tickets', {
      projectId,
      companyId,
      title: 'Gate 3',
    });
    const inTicket = await send(client, ticket.id, { fileIds: [fileId] });
    const seen = { 'x-after-position': inTicket.position };
    const asChat = await system.ask(lead, 'GET', `/rooms/${ticket.id}/files/${fileId}`, undefined, seen);
    expect([asChat.status, await asChat.text()]).toEqual([200, 'among us']);
    const asAttachment = await system.ask(
      lead,
      'GET',
      `/tickets/${ticket.id}/attachments/${fileId}`,
      undefined,
      seen,
    );
    expect(await refusal(asAttachment)).toEqual([404, 'unknown_attachment']);
  });

  it('goes with its message, also for who has a pass or has it already', async () => {
    const roomId = await group(colleague);
    const fileId = await system.upload(client, 'a secret that slipped', 'slipped.txt');
    const said = await send(client, roomId, { fileIds: [fileId] });
    const path = `/rooms/${roomId}/files/${fileId}`;
    const { passes } = await timeline(colleague, roomId, said);
    const opened = await system.ask(colleague, 'GET', path);
    expect(await opened.text()).toBe('a secret that slipped');
    const removed = await system.command(client, 'DELETE', `/rooms/${roomId}/messages/${said.messageId}`);
    const headers = {
      'x-after-position': removed.position,
      'if-none-match': opened.headers.get('etag') ?? '',
    };
    const again = await system.ask(colleague, 'GET', path, undefined, headers);
    expect(await refusal(again)).toEqual([404, 'unknown_attachment']);
    const byPass = await system.ask(undefined, 'GET', `${path}?pass=${passes[0]?.pass}`, undefined, headers);
    expect(await refusal(byPass)).toEqual([404, 'unknown_attachment']);
    expect(await timeline(colleague, roomId, removed)).toMatchObject({
      items: [{ id: said.messageId, files: [] }],
      passes: [],
    });
  });

  it('opens by a pass of the timeline, and no longer once its holder has left the room', async () => {
    const roomId = await group(colleague);
    const [fileId, otherId] = [
      await system.upload(client, 'for a browser', 'one.txt'),
      await system.upload(client, 'another', 'two.txt'),
    ];
    const said = await send(client, roomId, { fileIds: [fileId, otherId] });
    const { passes, passesUntil } = await timeline(colleague, roomId, said);
    expect(passes.map((one) => one.fileId)).toEqual([fileId, otherId]);
    expect(Date.parse(passesUntil)).toBeGreaterThan(Date.now());
    const pass = passes[0]?.pass;
    const path = `/rooms/${roomId}/files/${fileId}`;
    expect((await system.ask(undefined, 'GET', path)).status).toBe(401);
    const opened = await system.ask(undefined, 'GET', `${path}?pass=${pass}`);
    expect([opened.status, await opened.text()]).toEqual([200, 'for a browser']);
    for (const elsewhere of [
      `/rooms/${roomId}/files/${otherId}`,
      `/tickets/${roomId}/attachments/${fileId}`,
      `/rooms/${roomId}/messages`,
    ]) {
      expect((await system.ask(undefined, 'GET', `${elsewhere}?pass=${pass}`)).status, elsewhere).toBe(401);
    }
    const left = await system.command(colleague, 'DELETE', `/rooms/${roomId}/participants/${colleague.id}`);
    const headers = { 'x-after-position': left.position };
    const refused = await system.ask(undefined, 'GET', `${path}?pass=${pass}`, undefined, headers);
    expect(await refusal(refused)).toEqual([404, 'not_found']);
  });

  it('is lost with the ticket that the room is of, and with the company that it is in', async () => {
    const ticket = await system.command(lead, 'POST', '/tickets', { projectId, companyId, title: 'Gate 4' });
    const roomId = await group(colleague);
    const fileId = await system.upload(lead, 'for the company', 'a.txt');
    await send(lead, ticket.id, { fileIds: [fileId] });
    const theirs = await system.upload(client, 'among us', 'b.txt');
    const said = await send(client, roomId, { fileIds: [theirs] });
    const addresses: string[] = [];
    for (const [id, file] of [
      [ticket.id, fileId],
      [roomId, theirs],
    ] as const) {
      const { passes } = await timeline(colleague, id, said);
      addresses.push(`/rooms/${id}/files/${file}?pass=${passes[0]?.pass}`);
    }
    for (const address of addresses) {
      const response = await system.ask(undefined, 'GET', address);
      expect(response.status).toBe(200);
      await response.text();
    }
    const employed = `/companies/${companyId}/users/${colleague.id}`;
    const left = await system.command(lead, 'DELETE', employed);
    for (const address of addresses) {
      const headers = { 'x-after-position': left.position };
      const refused = await system.ask(undefined, 'GET', address, undefined, headers);
      expect(await refusal(refused), address).toEqual([404, 'not_found']);
    }
    await system.command(lead, 'PUT', employed);
  });
});
