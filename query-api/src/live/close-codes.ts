/** Why the server closes a socket. A client shows the sign-in page after 4401 and reconnects after the others. */
export const closeCodes = {
  /** Too many frames that could not be read. */
  malformed: { code: 4400, reason: 'too many frames that could not be read' },
  /** No `authenticate` frame in time, a bad or expired token, or the person was deactivated. */
  unauthenticated: { code: 4401, reason: 'sign in again' },
  /** The socket does not take what it is sent. It may have missed changes: fetch again. */
  slow: { code: 4408, reason: 'too slow: more than 1 MiB was waiting for this socket' },
  /** Changes may have been missed by this server: connect again and fetch again. */
  fetchAgain: { code: 4409, reason: 'fetch again: changes may have been missed' },
  tooManyFrames: { code: 4429, reason: 'too many frames a second' },
  tooManySockets: { code: 4429, reason: 'too many sockets: close one before you open another' },
  /** The server is stopping. */
  goingAway: { code: 1001, reason: 'the server is stopping' },
} as const;

export type ClosingReason = (typeof closeCodes)[keyof typeof closeCodes];
