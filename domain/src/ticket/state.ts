import type { CommentVisibility, Level, TicketType } from '@ticketing/contracts/kinds.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
import type { AttachmentState } from './attachments.ts';
import type { CompanyBefore } from './company-before.ts';
import type { Review } from './review.ts';
import type { TicketStructure } from './structure.ts';

/** A comment as decisions need it; its text is in the log. */
export type CommentState = {
  readonly authorId: string;
  readonly visibility: CommentVisibility;
  readonly body: string;
};

/** What a ticket's events add up to. `undefined` before it is opened. */
export type TicketState = TicketStructure & {
  readonly id: string;
  readonly projectId: string;
  readonly number: number;
  readonly key: string;
  readonly type: TicketType;
  readonly title: string;
  readonly description: string;
  readonly priority: Level;
  readonly urgency: Level;
  readonly importance: Level;
  readonly reporterId: string;
  /** Who reported it when it was opened: comes back when the ticket does to where they belong. */
  readonly firstReporterId: string;
  readonly companyId: string | null;
  /** Whose it was before its latest change of company; `undefined` before the first. */
  readonly companyBefore: CompanyBefore | undefined;
  readonly columnId: string;
  readonly rank: string;
  /** Where it stood before its latest move, and the command of that move; `undefined` before the first. */
  readonly placeBefore:
    | { readonly columnId: string; readonly rank: string; readonly leftBy: string }
    | undefined;
  /** The event by which the ticket came into its column; a new place in the same column does not change it. */
  readonly enteredColumnBy: string;
  readonly enteredColumnAt: string;
  readonly startDate: string | null;
  readonly dueDate: string | null;
  readonly assigneeIds: readonly string[];
  readonly tagIds: readonly string[];
  /** Every round, the oldest first. */
  readonly reviews: readonly Review[];
  readonly remoteAssistId: string | null;
  readonly comments: ReadonlyMap<string, CommentState>;
  /** By the file's id. */
  readonly attachments: ReadonlyMap<string, AttachmentState>;
  readonly archived: boolean;
};

export const ticketFacts = (ticket: TicketState): TicketFacts => ({
  projectId: ticket.projectId,
  reporterId: ticket.reporterId,
  companyId: ticket.companyId,
  assigneeIds: [...ticket.assigneeIds],
});
