import { randomUUID } from 'node:crypto';
import { copyFile, open, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Acknowledgement, demoPerson, forgetWritten, type Person } from './person.ts';
import { picture } from './running-system.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type RunningProgram, runProgram, type StackProcess, startStackProcess } from './stack-process.ts';

/** `npm run backup` of a system that is in use, and `npm run restore` of it elsewhere. */

const TEXT = 'Gate 3 does not open.\n';
const minutes = { timeout: 300_000 };

let original: StackPlace;
let elsewhere: StackPlace;
let stack: StackProcess | undefined;
const programs: RunningProgram[] = [];
let file: string;
let admin: Person;
let projectId: string;
/** A session of before, which must go on. */
let refresh: string;
let withFile: { ticketId: string; fileId: string };
let withPicture: { ticketId: string; fileId: string };
/** What was answered before the back-up began, and while it ran. */
const before: Acknowledgement[] = [];
const meanwhile: Acknowledgement[] = [];
let position: bigint;
/** A ticket that was opened in the restored system. */
let afterwards: string;

const watched = <P extends RunningProgram>(program: P): P => {
  programs.push(program);
  return program;
};
const backup = (place: StackPlace, to: string) =>
  watched(runProgram(place, 'embedded/src/backup/backup-main.ts', [to]));
const restore = (place: StackPlace, ...args: string[]) =>
  watched(runProgram(place, 'embedded/src/backup/restore-main.ts', args));

async function attach(content: Buffer | string, name: string): Promise<{ ticketId: string; fileId: string }> {
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(content)]), name);
  const answer = await fetch(`${original.apiUrl}/api/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin.access}`, 'idempotency-key': randomUUID() },
    body: form,
  });
  const { fileId } = (await answer.json()) as { fileId: string }; // what an upload answers
  const { id } = await admin.open({ projectId, title: name, fileIds: [fileId] });
  return { ticketId: id, fileId };
}

async function login(place: StackPlace): Promise<string> {
  const answer = await fetch(`${place.apiUrl}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'demo' }),
  });
  return ((await answer.json()) as { refresh: string }).refresh; // what a login answers
}

beforeAll(async () => {
  original = await createStackPlace();
  elsewhere = await createStackPlace();
  file = join(elsewhere.dataDir, '..', `backup-${randomUUID()}.ticketing`);
  stack = watched(await startStackProcess(original));
  admin = await demoPerson(original, 'admin');
  projectId = (await admin.project('OPS')).id;
  refresh = await login(original);
  withFile = await attach(TEXT, 'gate.txt');
  withPicture = await attach(await picture(), 'gate.png');
  for (let n = 0; n < 20; n++) before.push(await admin.open({ projectId, title: `Before ${n}` }));
  let running = true;
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let n = 0; running; n++) {
      meanwhile.push(await admin.open({ projectId, title: `Meanwhile ${writer} ${n}` }));
    }
  });
  const program = backup(original, file);
  const code = await program.ended;
  running = false;
  await Promise.all(writers);
  if (code !== 0) throw new Error(program.printed());
  position = BigInt(/up to position (\d+)/.exec(program.stdout())?.[1] ?? '-1');
  await stack.stop();
}, 300_000);
afterAll(async () => {
  for (const program of programs) await program.killEverything();
  await original?.remove();
  await elsewhere?.remove();
});

describe('a back-up that was taken while people worked', () => {
  test('has everything that was answered before it began, and is for its owner only', async () => {
    expect(before.map((done) => BigInt(done.position)).every((at) => at <= position)).toBe(true);
    expect(meanwhile.some((done) => BigInt(done.position) > position)).toBe(true);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test('that is damaged or cut off is refused, and nothing is changed', minutes, async () => {
    const { size } = await stat(file);
    const copy = `${file}.copy`;
    const damages: (() => Promise<unknown>)[] = [
      () => truncate(copy, size - 1),
      () => truncate(copy, Math.floor(size / 2)),
      () => truncate(copy, 0),
      () => overwrite(copy, Math.floor(size / 3)),
      () => overwrite(copy, 0),
    ];
    for (const damage of damages) {
      await copyFile(file, copy);
      await damage();
      const program = restore(elsewhere, copy);
      expect(await program.ended).toBe(1);
      expect(program.printed()).toContain('is damaged');
      expect(program.printed()).not.toMatch(/^\s+at /m);
      expect(await readdir(elsewhere.dataDir)).toEqual([]);
    }
  });

  test('is not put over another system unless that is meant', minutes, async () => {
    const program = restore(original, file);
    expect(await program.ended).toBe(1);
    expect(program.printed()).toContain('is not empty');
    expect(program.printed()).toContain('--replace');
  });

  test('brings back the log, the people, their sessions and their files', minutes, async () => {
    const program = restore(elsewhere, file);
    expect([await program.ended, program.printed()]).toEqual([0, expect.stringContaining('up to position')]);
    expect((await readdir(elsewhere.dataDir)).sort()).toEqual(['demo', 'files', 'postgres', 'secrets.json']);

    const restored = watched(await startStackProcess(elsewhere));
    // By the password of before.
    const again = await demoPerson(elsewhere, 'admin');
    for (const { id } of before) expect((await readAtLast(again, id)).title).toMatch(/^Before/);
    for (const done of meanwhile) {
      if (BigInt(done.position) <= position) {
        expect((await readAtLast(again, done.id)).title).toMatch(/^Meanwhile/);
      }
    }
    // The read models have the whole log by now.
    for (const done of meanwhile) {
      if (BigInt(done.position) <= position) continue;
      expect((await again.send('GET', `/api/tickets/${done.id}`)).status).toBe(404);
    }
    // By the session of before: the token is signed by the same key and its family is known.
    const refreshed = await fetch(`${elsewhere.apiUrl}/api/auth/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh }),
    });
    expect(refreshed.status).toBe(200);
    const download = ({ ticketId, fileId }: typeof withFile, what = '') =>
      fetch(`${elsewhere.apiUrl}/api/tickets/${ticketId}/attachments/${fileId}${what}`, {
        headers: { authorization: `Bearer ${again.access}` },
      });
    // The read model of files is built by itself.
    await expect.poll(async () => (await download(withFile)).status).toBe(200);
    expect(await (await download(withFile)).text()).toBe(TEXT);
    expect((await download(withPicture, '/thumbnail')).status).toBe(200);
    // And it goes on.
    const next = await again.open({ projectId, title: 'Afterwards' });
    expect(BigInt(next.position)).toBeGreaterThan(position);
    afterwards = next.id;

    const verify = watched(
      runProgram(elsewhere, 'embedded/src/with-parts.ts', ['audit-replay/src/main.ts', 'verify', '--json']),
    );
    expect([await verify.ended, JSON.parse(verify.stdout())]).toEqual([
      0,
      expect.objectContaining({ ok: true, found: 0 }),
    ]);
    expect(await restored.stop()).toBe(0);
  });

  test('can replace what is there, and be taken of a system that does not run', minutes, async () => {
    const second = `${file}.second`;
    const taken = backup(elsewhere, second);
    expect([await taken.ended, taken.printed()]).toEqual([0, expect.stringContaining('is whole')]);
    const program = restore(elsewhere, file, '--replace');
    expect(await program.ended).toBe(0);
    const restored = watched(await startStackProcess(elsewhere));
    forgetWritten(elsewhere);
    const again = await demoPerson(elsewhere, 'admin');
    // It is the system of the first back-up: what came after it is not there.
    const last = before.at(-1);
    if (last !== undefined) await readAtLast(again, last.id);
    expect((await again.send('GET', `/api/tickets/${afterwards}`)).status).toBe(404);
    expect(await restored.stop()).toBe(0);
  });
});

/** The read models are built while the first requests come. */
async function readAtLast(person: Person, ticketId: string) {
  for (let left = 600; ; left--) {
    const { status } = await person.send('GET', `/api/tickets/${ticketId}`);
    if (status === 200 || left === 0) return person.ticket(ticketId);
    await delay(50);
  }
}

async function overwrite(path: string, at: number): Promise<void> {
  const handle = await open(path, 'r+');
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  buffer[0] = (buffer[0] ?? 0) ^ 0x10;
  await handle.write(buffer, 0, 1, at);
  await handle.close();
}
