import type { CommentVisibility, Level, Stars, TicketType } from '@ticketing/contracts/kinds.ts';
import type { AttachmentCommand, FileToAttach } from './attachments.ts';
import type { Neighbour } from './rank.ts';
import type { AskedParent, StructureCommand } from './structure-commands.ts';

/** What can be asked of a ticket. Ids and times are given by the caller: deciding knows no clock and no chance. */
export type TicketCommand =
  | AttachmentCommand
  | StructureCommand
  | {
      readonly type: 'OpenTicket';
      readonly number: number;
      readonly ticketType: TicketType;
      readonly title: string;
      readonly description: string;
      readonly priority: Level;
      readonly urgency: Level;
      readonly importance: Level;
      readonly reporterId: string;
      readonly companyId: string | null;
      /** The project's first column unless given. */
      readonly columnId: string | undefined;
      readonly startDate: string | null;
      readonly dueDate: string | null;
      readonly assigneeIds: readonly string[];
      readonly tagIds: readonly string[];
      readonly files?: readonly FileToAttach[];
      readonly remoteAssistId?: string | null | undefined;
      /** An import tells of the past: nobody is asked to review it. */
      readonly unreviewed?: true;
      readonly parent?: AskedParent | null | undefined;
      /** Business time in Unix milliseconds: a new ticket goes to the end of its column. */
      readonly atMilliseconds: number;
    }
  | {
      readonly type: 'ChangeTicket';
      readonly title?: string | undefined;
      readonly description?: string | undefined;
      readonly ticketType?: TicketType | undefined;
      readonly priority?: Level | undefined;
      readonly urgency?: Level | undefined;
      readonly importance?: Level | undefined;
      readonly startDate?: string | null | undefined;
      readonly dueDate?: string | null | undefined;
    }
  | {
      readonly type: 'ChangeCompany';
      readonly companyId: string | null;
      /** The company that `stays` was looked up for. */
      readonly fromCompanyId: string | null;
      readonly actorId: string;
      /** Of everybody who has to do with the ticket: whether they still do once it is that company's (`staysOn`). */
      readonly stays: ReadonlyMap<string, boolean>;
    }
  /** Takes the latest change of company back, made by that command, with everybody who left by it. */
  | {
      readonly type: 'CompanyBack';
      readonly leftBy: string;
      readonly fromCompanyId: string | null;
      readonly actorId: string;
      readonly stays: ReadonlyMap<string, boolean>;
      /** Those who left and have to do with it again: `returnsTo`. */
      readonly returning: ReadonlySet<string>;
    }
  | {
      readonly type: 'MoveTicket';
      readonly columnId: string;
      readonly after: Neighbour | undefined;
      readonly before: Neighbour | undefined;
      readonly atMilliseconds: number;
      /** As on opening. */
      readonly unreviewed?: true;
    }
  /** Takes the latest move back: to the very place that it left by that command. */
  | { readonly type: 'MoveBack'; readonly leftBy: string }
  /** Puts a ticket a little further down in its column, to make room between equal ranks. */
  | { readonly type: 'MakeRoom'; readonly columnId: string; readonly rank: string }
  | { readonly type: 'AssignTicket'; readonly userId: string }
  | { readonly type: 'UnassignTicket'; readonly userId: string }
  | { readonly type: 'TagTicket'; readonly tagId: string }
  | { readonly type: 'UntagTicket'; readonly tagId: string }
  | {
      readonly type: 'PostComment';
      readonly commentId: string;
      readonly body: string;
      readonly visibility: CommentVisibility;
    }
  | {
      readonly type: 'EditComment';
      readonly commentId: string;
      readonly body: string;
      readonly actorId: string;
    }
  | {
      readonly type: 'RemoveComment';
      readonly commentId: string;
      readonly actorId: string;
      /** The policy lets the actor remove what others wrote. */
      readonly moderates: boolean;
    }
  | { readonly type: 'AcceptResolution'; readonly stars: Stars; readonly words: string }
  | { readonly type: 'RejectResolution'; readonly reason: string; readonly atMilliseconds: number }
  | { readonly type: 'OfferRemoteAssist'; readonly remoteAssistId: string | null }
  | { readonly type: 'ArchiveTicket'; readonly words: string }
  /** Takes a ticket out from under a parent that would stand in a circle with it. */
  | { readonly type: 'LeaveCycle'; readonly parentId: string }
  /** The archiving saga's: only when the ticket is still in the done column that it entered by that event. */
  | { readonly type: 'ArchiveWhenStillDone'; readonly enteredColumnBy: string }
  /** The system's, when the ticket's column was removed: to the end of the column that its tickets go to. */
  | { readonly type: 'LeaveRemovedColumn'; readonly atMilliseconds: number }
  /** The system's reminders, once for each due date and each round of a review. */
  | { readonly type: 'TellDueSoon'; readonly dueDate: string }
  | { readonly type: 'RemindOfReview'; readonly round: number }
  | { readonly type: 'RestoreTicket'; readonly atMilliseconds: number };
