import { isBefore } from './log-position.ts';
import type { Known, PendingCommand } from './pending-commands.ts';

/**
 * Whether what the server said last already has the command's effect: its frame came, or the read is true for a
 * position at or after the command's, or the ticket's revision in it is at or after the command's.
 *
 * @param revision the ticket's revision in the read; undefined when the ticket is not in it
 */
export function isSettled(entry: PendingCommand, known: Known, revision: string | undefined): boolean {
  if (known.commands.has(entry.commandId)) return true;
  if (entry.answer === undefined) return false;
  if (!isBefore(known.position, entry.answer.position)) return true;
  return revision !== undefined && !isBefore(revision, entry.answer.revision);
}
