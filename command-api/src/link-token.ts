import { createHash, randomBytes } from 'node:crypto';

/** What a link in a mail carries: 256 random bits, of which only a hash is kept. */
export const newLinkToken = (): string => randomBytes(32).toString('base64url');

export const linkTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
