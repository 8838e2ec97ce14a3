import { expect, it } from 'vitest';
import { attachmentOf, createFilePasses, logoOf, roomFileOf } from './file-passes.ts';
import { newId } from './ids.ts';
import { createTokens } from './tokens.ts';

const secret = 'a secret of at least 32 bytes, for tests only';
const [ticketId, fileId] = [newId(), newId()];
const pass = { userId: newId(), file: attachmentOf(ticketId, fileId) };
const MINUTE = 60_000;

it('opens one file in one place, for ten to twenty minutes, and says whose it is', () => {
  let now = Date.parse('2026-03-01T12:05:00Z');
  const passes = createFilePasses(secret, () => now);
  const issued = passes.issue(pass);
  expect(passes.until()).toEqual(new Date('2026-03-01T12:20:00Z'));
  now += 4 * MINUTE;
  expect(passes.issue(pass)).toBe(issued);
  now += 10 * MINUTE;
  expect(passes.issue(pass)).not.toBe(issued);
  expect(passes.verify(issued, pass.file)).toBe(pass.userId);
  now += MINUTE;
  expect(() => passes.verify(issued, pass.file)).toThrow(expect.objectContaining({ code: 'token_expired' }));
});

it('opens nothing else, for nobody else, and no longer', () => {
  const passes = createFilePasses(secret);
  const issued = passes.issue(pass);
  const refused = expect.objectContaining({ code: 'unauthenticated' });
  const [userId, end, signature] = issued.split('.');
  for (const other of [
    attachmentOf(ticketId, newId()),
    attachmentOf(newId(), fileId),
    // The room of a ticket has the ticket's id.
    roomFileOf(ticketId, fileId),
    logoOf(ticketId),
  ]) {
    expect(() => passes.verify(issued, other)).toThrow(refused);
  }
  expect(() => passes.verify([newId(), end, signature].join('.'), pass.file)).toThrow(refused);
  expect(() => passes.verify([userId, Number(end) + 1, signature].join('.'), pass.file)).toThrow(refused);
  for (const nonsense of ['', '..', 'a.b.c', `${issued}x`, userId ?? '']) {
    expect(() => passes.verify(nonsense, pass.file)).toThrow(refused);
  }
  expect(() => createFilePasses(`${secret}!`).verify(issued, pass.file)).toThrow(refused);
});

it('is no access token, and an access token is no pass', async () => {
  const tokens = createTokens(secret);
  const passes = createFilePasses(secret);
  await expect(tokens.verifyAccess(passes.issue(pass))).rejects.toMatchObject({ code: 'unauthenticated' });
  const access = await tokens.issueAccess(pass.userId);
  expect(() => passes.verify(access, pass.file)).toThrow(
    expect.objectContaining({ code: 'unauthenticated' }),
  );
});
