/** What somebody wants to do with a stream. Metadata streams are told by their name. */
export type StreamAction = 'read' | 'write' | 'delete';

/** Whoever makes a call, and what they may. */
export type Caller = {
  /** Undefined for somebody who gave no credentials. */
  readonly name: string | undefined;
  /** May look after subscriptions. */
  readonly isOperator: boolean;
  /** May look after users. */
  readonly isAdmin: boolean;
  /** An answer at once where it takes no look-up: a promise for each append would cost more than the check. */
  may(action: StreamAction, stream: string): boolean | Promise<boolean>;
};

/** Everybody, on a node without users: it is on loopback, or on a network that its owner trusts. */
export const ANYBODY: Caller = { name: undefined, isOperator: true, isAdmin: true, may: () => true };
