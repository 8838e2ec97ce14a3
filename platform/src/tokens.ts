import { DomainError } from '@ticketing/contracts/errors.ts';
import { errors, jwtVerify, SignJWT } from 'jose';

/** Access tokens live 15 minutes (DESIGN, section 14). */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

export type VerifiedAccess = { readonly userId: string; readonly expiresAt: Date };

export type Tokens = {
  issueAccess(userId: string): Promise<string>;
  /** @throws DomainError `unauthenticated` or `token_expired` */
  verifyAccess(token: string): Promise<VerifiedAccess>;
};

/** How many verified tokens are remembered: verifying is the dearest part of authenticating a request. */
const REMEMBERED = 10_000;

/** Signs and verifies access tokens (JWT, HS256). @param secret at least 32 bytes, the same in every process. */
export function createTokens(secret: string, now: () => number = Date.now): Tokens {
  const key = new TextEncoder().encode(secret);
  const verified = new Map<string, VerifiedAccess>();

  const issueAccess = (userId: string) =>
    new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setIssuer('ticketing')
      .setIssuedAt(Math.floor(now() / 1000))
      .setExpirationTime(Math.floor(now() / 1000) + ACCESS_TOKEN_SECONDS)
      .sign(key);

  const verifyAccess = async (token: string): Promise<VerifiedAccess> => {
    const known = verified.get(token);
    if (known) {
      if (known.expiresAt.getTime() > now()) return known;
      verified.delete(token);
      throw new DomainError('token_expired');
    }
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer: 'ticketing',
        algorithms: ['HS256'],
        currentDate: new Date(now()),
      });
      if (!payload.sub || !payload.exp) throw new DomainError('unauthenticated');
      const access = { userId: payload.sub, expiresAt: new Date(payload.exp * 1000) };
      if (verified.size >= REMEMBERED) verified.delete(verified.keys().next().value ?? '');
      verified.set(token, access);
      return access;
    } catch (error) {
      throw new DomainError(error instanceof errors.JWTExpired ? 'token_expired' : 'unauthenticated');
    }
  };

  return { issueAccess, verifyAccess };
}
