import { DomainError } from '@ticketing/contracts/errors.ts';
import { SignJWT, UnsecuredJWT } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from './ids.ts';
import { ACCESS_TOKEN_SECONDS, createTokens, type Tokens } from './tokens.ts';

const secret = 'a secret of 32 bytes that only this test knows';
const userId = newId();
const lifetime = ACCESS_TOKEN_SECONDS * 1000;
const start = Date.parse('2026-03-02T09:00:00.000Z');

let now: number;
let tokens: Tokens;
beforeEach(() => {
  now = start;
  tokens = createTokens(secret, () => now);
});

const refusalOf = (token: string, by = tokens) =>
  by.verifyAccess(token).then(
    () => 'accepted',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

describe('an access token', () => {
  test('says who it is, for fifteen minutes', async () => {
    const token = await tokens.issueAccess(userId);
    expect(ACCESS_TOKEN_SECONDS).toBe(900);
    const access = { userId, expiresAt: new Date(start + lifetime) };
    expect(await tokens.verifyAccess(token)).toEqual(access);
    now = start + lifetime - 1;
    expect(await createTokens(secret, () => now).verifyAccess(token)).toEqual(access);
  });

  test('has expired after that, for who never saw it and for who remembers it', async () => {
    const token = await tokens.issueAccess(userId);
    expect(await refusalOf(token)).toBe('accepted');
    now = start + lifetime;
    expect(
      await refusalOf(
        token,
        createTokens(secret, () => now),
      ),
    ).toBe('token_expired');
    expect(await refusalOf(token)).toBe('token_expired');
    // Forgotten by now, and still expired.
    expect(await refusalOf(token)).toBe('token_expired');
  });

  test('of another secret, another issuer, or changed by a letter is nobody’s', async () => {
    const other = await createTokens(`${secret}!`, () => now).issueAccess(userId);
    expect(await refusalOf(other)).toBe('unauthenticated');
    const token = await tokens.issueAccess(userId);
    const [header, payload = '', signature] = token.split('.');
    const forged = Buffer.from(payload, 'base64url').toString().replace(userId, newId());
    const changed = [header, Buffer.from(forged).toString('base64url'), signature].join('.');
    expect(await refusalOf(changed)).toBe('unauthenticated');
    expect(await refusalOf(await signed({ issuer: 'elsewhere' }))).toBe('unauthenticated');
    expect(await refusalOf('not a token')).toBe('unauthenticated');
  });

  test('names the sign-in that it was issued for, and opens nothing once that was ended', async () => {
    const ended = new Set<string>();
    const following = createTokens(secret, () => now, ended);
    const token = await following.issueAccess(userId, 'a session');
    const access = await following.verifyAccess(token);
    expect(access.sessionId).toBe('a session');
    expect(following.hasEnded(access)).toBe(false);
    ended.add('a session');
    expect(following.hasEnded(access)).toBe(true);
    expect(await refusalOf(token, following)).toBe('unauthenticated');
    expect(await refusalOf(await following.issueAccess(userId), following)).toBe('accepted');
  });

  test('without a signature, or with another algorithm, is nobody’s', async () => {
    const unsigned = new UnsecuredJWT()
      .setSubject(userId)
      .setIssuer('ticketing')
      .setExpirationTime('15m')
      .encode();
    expect(unsigned.endsWith('.')).toBe(true);
    expect(await refusalOf(unsigned)).toBe('unauthenticated');
    expect(await refusalOf(await signed({ algorithm: 'HS512' }))).toBe('unauthenticated');
  });

  test('that names nobody, or never ends, is not accepted', async () => {
    expect(await refusalOf(await signed({}))).toBe('accepted');
    expect(await refusalOf(await signed({ subject: '' }))).toBe('unauthenticated');
    expect(await refusalOf(await signed({ endless: true }))).toBe('unauthenticated');
  });

  test('is remembered, but not without end', async () => {
    const first = await tokens.issueAccess(userId);
    const access = await tokens.verifyAccess(first);
    expect(await tokens.verifyAccess(first)).toBe(access);
    for (let other = 0; other < 10_000; other++) {
      await tokens.verifyAccess(await tokens.issueAccess(`${userId}${other}`));
    }
    // The oldest is forgotten, and verified anew.
    const anew = await tokens.verifyAccess(first);
    expect(anew).toEqual(access);
    expect(anew).not.toBe(access);
  });
});

function signed(of: {
  issuer?: string;
  algorithm?: string;
  subject?: string;
  endless?: boolean;
}): Promise<string> {
  const token = new SignJWT()
    .setProtectedHeader({ alg: of.algorithm ?? 'HS256' })
    .setSubject(of.subject ?? userId)
    .setIssuer(of.issuer ?? 'ticketing');
  if (!of.endless) token.setExpirationTime(Math.floor(now / 1000) + ACCESS_TOKEN_SECONDS);
  return token.sign(new TextEncoder().encode(secret));
}
