import { DomainError } from '@ticketing/contracts/errors.ts';
import { errors, jwtVerify, SignJWT } from 'jose';

/** Access tokens live 15 minutes (DESIGN, section 14). */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

export type VerifiedAccess = {
  readonly userId: string;
  /** Of the sign-in that the token was issued for; none in the installation's own tools. */
  readonly sessionId?: string;
  readonly expiresAt: Date;
};

export type Tokens = {
  issueAccess(userId: string, sessionId?: string): Promise<string>;
  /** @throws DomainError `unauthenticated`, also when its session was ended, or `token_expired` */
  verifyAccess(token: string): Promise<VerifiedAccess>;
  /** Whether the session of an access was ended since it was verified. */
  hasEnded(access: VerifiedAccess): boolean;
};

/** How many verified tokens are remembered: verifying is the dearest part of authenticating a request. */
const REMEMBERED = 10_000;

/**
 * Signs and verifies access tokens (JWT, HS256).
 * @param secret at least 32 bytes, the same in every process
 * @param ended which sessions were ended while their tokens still have time; none unless told
 */
export function createTokens(
  secret: string,
  now: () => number = Date.now,
  ended: { has(sessionId: string): boolean } = new Set(),
): Tokens {
  const key = new TextEncoder().encode(secret);
  const verified = new Map<string, VerifiedAccess>();

  const hasEnded = ({ sessionId }: VerifiedAccess) => sessionId !== undefined && ended.has(sessionId);

  const issueAccess = (userId: string, sessionId?: string) =>
    new SignJWT(sessionId === undefined ? {} : { sid: sessionId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setIssuer('ticketing')
      .setIssuedAt(Math.floor(now() / 1000))
      .setExpirationTime(Math.floor(now() / 1000) + ACCESS_TOKEN_SECONDS)
      .sign(key);

  const verifyAccess = async (token: string): Promise<VerifiedAccess> => {
    const access = await verifySignature(token);
    if (hasEnded(access)) throw new DomainError('unauthenticated');
    return access;
  };

  const verifySignature = async (token: string): Promise<VerifiedAccess> => {
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
      const access = {
        userId: payload.sub,
        ...(typeof payload.sid === 'string' ? { sessionId: payload.sid } : {}),
        expiresAt: new Date(payload.exp * 1000),
      };
      if (verified.size >= REMEMBERED) verified.delete(verified.keys().next().value ?? '');
      verified.set(token, access);
      return access;
    } catch (error) {
      throw new DomainError(error instanceof errors.JWTExpired ? 'token_expired' : 'unauthenticated');
    }
  };

  return { issueAccess, verifyAccess, hasEnded };
}
