import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { chatStream, companyStream, ticketStream } from '@ticketing/contracts/streams.ts';

/** What a pass opens: one file where it stands, to one person. */
export type PassFor = {
  readonly userId: string;
  /** Which file, and of what: the same file on a ticket and in a room takes two passes. */
  readonly file: `${string}/${string}`;
};

/** What passes call files by. */
export const attachmentOf = (ticketId: string, fileId: string) =>
  `${ticketStream(ticketId)}/${fileId}` as const;
export const roomFileOf = (roomId: string, fileId: string) => `${chatStream(roomId)}/${fileId}` as const;
/** Whichever picture it is at the moment. */
export const logoOf = (companyId: string) => `${companyStream(companyId)}/logo` as const;

export type FilePasses = {
  /** The same within a window of time, so that a browser keeps what it fetched by it. */
  issue(pass: PassFor): string;
  /** When passes that are issued now end. */
  until(): Date;
  /**
   * @returns whose it is
   * @throws DomainError `unauthenticated` when it is none or for another file, `token_expired`
   */
  verify(pass: string, file: PassFor['file']): string;
};

/** A pass lives for one to two of these. */
const WINDOW_MS = 10 * 60_000;

/**
 * Passes for what a browser fetches without an authorisation header, such as `<img src>`. A pass says who asks and for
 * which file; whether they may see it is decided by the policy when it is used. It is no access token: it is signed by
 * a key of its own and opens nothing else.
 * @param secret of the access tokens; the key is derived from it
 */
export function createFilePasses(secret: string, now: () => number = Date.now): FilePasses {
  const key = createHmac('sha256', secret).update('passes for files').digest();
  const endOf = () => (Math.floor(now() / WINDOW_MS) + 2) * WINDOW_MS;
  const sign = ({ userId, file }: PassFor, end: string) =>
    createHmac('sha256', key).update([userId, file, end].join(' ')).digest();

  return {
    issue(pass) {
      const end = String(endOf());
      return [pass.userId, end, sign(pass, end).toString('base64url')].join('.');
    },
    until: () => new Date(endOf()),
    verify(pass, file) {
      const [userId = '', end = '', signature = ''] = pass.split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign({ userId, file }, end);
      if (given.length !== right.length || !timingSafeEqual(given, right)) {
        throw new DomainError('unauthenticated');
      }
      if (Number(end) <= now()) throw new DomainError('token_expired');
      return userId;
    },
  };
}
