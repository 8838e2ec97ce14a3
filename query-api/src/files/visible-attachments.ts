import { DomainError } from '@ticketing/contracts/errors.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { writtenInstant } from '../past/at-instant.ts';
import type { Reading } from '../reading/reader.ts';
import { visibleTicket } from '../tickets/get-ticket.ts';
import { type AttachmentRow, attachmentRows } from './attachment-rows.ts';

/**
 * The attachments of a ticket that the caller may see, now or as of an instant, by the rights of today.
 * @throws DomainError `not_found` when they may not see the ticket
 */
export async function visibleAttachments(
  reading: Reading,
  ticketId: string,
  at?: string,
): Promise<AttachmentRow[]> {
  return attachmentRows(reading.query, await askedOf(reading, ticketId, at));
}

/** @throws DomainError `not_found`, `unknown_attachment` also for an internal one that the caller may not see */
export async function visibleAttachment(
  reading: Reading,
  ticketId: string,
  fileId: string,
  at?: string,
): Promise<AttachmentRow> {
  const [row] = await attachmentRows(reading.query, { ...(await askedOf(reading, ticketId, at)), fileId });
  if (!row) throw new DomainError('unknown_attachment');
  return row;
}

async function askedOf(reading: Reading, ticketId: string, at: string | undefined) {
  const { facts } = await visibleTicket(reading, ticketId);
  return {
    ticketId,
    notes: mayOnTicket(reading.viewer, 'internal-notes.read', facts),
    // Finer than milliseconds no time of the log is.
    at: at === undefined ? undefined : writtenInstant(at),
  };
}
