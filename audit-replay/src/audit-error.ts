/**
 * What the command ends with. Scripts branch on these numbers (docs/audit-replay.md lists them), so a number
 * never changes its meaning.
 */
export const exitCodes = {
  fine: 0,
  /** `verify` found that a read model is not what the log says. */
  differs: 1,
  /** The command line is wrong, or there is no such ticket or project (at that time). */
  usage: 2,
  /** The event store or the database cannot be reached. */
  unreachable: 3,
  /** `verify` could not compare: the read models are behind the log, or were never built. */
  behind: 4,
  /** The log has an event that this version cannot read, or something broke that nobody expected. */
  broken: 5,
} as const;

export type ExitReason = keyof typeof exitCodes;

/** Ends the command with a sentence and an exit code. */
export class AuditError extends Error {
  readonly reason: ExitReason;

  constructor(reason: ExitReason, message: string) {
    super(message);
    this.name = 'AuditError';
    this.reason = reason;
  }
}
