/** What a client wants written, and what it is told. Both append calls, delete and tombstone come down to this. */

export type ExpectedRevision =
  | { readonly kind: 'any' }
  | { readonly kind: 'noStream' }
  | { readonly kind: 'streamExists' }
  | { readonly kind: 'revision'; readonly revision: bigint };

export type ProposedEvent = {
  /** UUID, lower case. */
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Buffer;
  readonly metadata: Buffer;
};

export type WriteRequest = {
  readonly kind: 'append' | 'softDelete' | 'tombstone';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** Empty for a soft delete and a tombstone. */
  readonly events: readonly ProposedEvent[];
};

export type WriteOutcome =
  /** Written now, or by an earlier request with the same event ids. */
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  /** An append of no events: `revision` is the stream's last one, -1 without events. */
  | { readonly kind: 'nothingToWrite'; readonly revision: number }
  /** `current` is -1 when the stream has no events. */
  | { readonly kind: 'wrongExpectedRevision'; readonly current: number }
  | { readonly kind: 'streamDeleted' }
  | { readonly kind: 'tooLarge'; readonly maximumBytes: number }
  | { readonly kind: 'timeout' }
  /** Nothing was written, or (after a lost connection) it is not known; the same event ids may be sent again. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'stopping' };
