import type { Case, Cases } from './cases.ts';
import type { FileOf, Rights } from './rights.ts';
import type { Ticket } from './world.ts';

/** What is tried on the endpoints of files, attachments and logos. */
export const fileCases: Readonly<Record<string, Cases>> = {
  // What one uploads is one's own; a place to attach it to is asked for elsewhere.
  uploadFile: () => [{ relation: '–', body: 'Words in a file', expected: 'done' }],
  attachFile: ({ tickets, rights, world, caller }) =>
    tickets.flatMap((ticket) => {
      const fileId = world.uploads.get(caller.id) ?? caller.id;
      const one = (relation: string, more: object, expected: Case['expected']): Case => ({
        relation: `${ticket.relation}, ${relation}`,
        params: { id: ticket.id },
        body: { fileId, ...more },
        expected,
      });
      const { own, others, internal } = ticket.comments;
      return [
        one('to the ticket', {}, rights.onTicket(ticket, 'edit title, text, dates, files')),
        one('for internal eyes', { visibility: 'internal' }, rights.attachingInternally(ticket)),
        one('to one’s own comment', { commentId: own }, rights.onTicket(ticket, 'comment publicly')),
        one('to another’s comment', { commentId: others }, rights.attachingToOthers(ticket, 'public')),
        one('to an internal note', { commentId: internal }, rights.attachingToOthers(ticket, 'internal')),
      ];
    }),
  listAttachments: ({ tickets, rights, world }) =>
    tickets.flatMap((ticket) =>
      ['', `?at=${world.builtAt}`].map((query) => ({
        relation: ticket.relation,
        params: { id: ticket.id },
        query,
        expected: rights.onTicket(ticket, 'see tickets'),
      })),
    ),
  getAttachment: onFiles((rights, ticket, which) => rights.onAttachment(ticket, which, 'see')),
  getAttachmentThumbnail: onFiles((rights, ticket, which) => rights.onAttachment(ticket, which, 'see')),
  removeAttachment: onFiles((rights, ticket, which) => rights.onAttachment(ticket, which, 'remove')),
};

function onFiles(expected: (rights: Rights, ticket: Ticket, which: FileOf) => Case['expected']): Cases {
  return ({ tickets, rights }) =>
    tickets.flatMap((ticket) =>
      (['own', 'others', 'internal'] as const).map((which) => ({
        relation: `${ticket.relation}, file: ${which}`,
        params: { id: ticket.id, fileId: ticket.files[which] },
        expected: expected(rights, ticket, which),
      })),
    );
}
