import type { LinkName, Stars } from '@ticketing/contracts/kinds.ts';
import type {
  AttachmentView,
  CardView,
  CommentView,
  SubtaskView,
  TicketWithColumn,
} from '@ticketing/contracts/views.ts';
import type { Place } from '../board-places.ts';
import type { BulkChange } from '../bulk-changes.ts';

/** What a command that is on its way will do, so that it shows before the server has answered. */
export type Intent =
  | {
      readonly kind: 'open';
      readonly projectId: string;
      readonly card: CardView;
      /** The form that it was written in, as that keeps its draft. */
      readonly draft?: string;
    }
  | {
      readonly kind: 'move';
      readonly ticketId: string;
      readonly columnId: string;
      readonly after: string | null;
      readonly before: string | null;
    }
  | { readonly kind: 'change'; readonly ticketId: string; readonly patch: TicketPatch }
  | {
      readonly kind: 'company';
      readonly ticketId: string;
      readonly company: CompanyName | null;
    }
  | { readonly kind: 'assign' | 'unassign'; readonly ticketId: string; readonly userId: string }
  | { readonly kind: 'tag' | 'untag'; readonly ticketId: string; readonly tagId: string }
  | { readonly kind: 'comment'; readonly ticketId: string; readonly comment: CommentView }
  | {
      readonly kind: 'edit-comment';
      readonly ticketId: string;
      readonly commentId: string;
      readonly body: string;
    }
  | { readonly kind: 'remove-comment'; readonly ticketId: string; readonly commentId: string }
  | { readonly kind: 'archive' | 'restore'; readonly ticketId: string }
  | StructureIntent
  | FileIntent
  | ReviewIntent;

/** What hangs together with a ticket. */
export type StructureIntent =
  | {
      readonly kind: 'parent';
      readonly ticketId: string;
      readonly parent: TicketWithColumn | null;
      /** The ticket itself, where it is put among its parent's children. */
      readonly child?: TicketWithColumn;
    }
  | {
      readonly kind: 'link' | 'unlink';
      readonly ticketId: string;
      readonly link: LinkName;
      readonly other: TicketWithColumn;
    }
  | { readonly kind: 'add-subtask'; readonly ticketId: string; readonly subtask: SubtaskView }
  | {
      readonly kind: 'change-subtask';
      readonly ticketId: string;
      readonly subtaskId: string;
      readonly patch: Partial<Pick<SubtaskView, 'title' | 'assigneeId' | 'completed'>>;
    }
  | {
      readonly kind: 'move-subtask';
      readonly ticketId: string;
      readonly subtaskId: string;
      readonly after: string | null;
      readonly before: string | null;
    }
  | { readonly kind: 'remove-subtask'; readonly ticketId: string; readonly subtaskId: string }
  | { readonly kind: 'follow' | 'unfollow'; readonly ticketId: string; readonly userId: string };

export type FileIntent =
  | { readonly kind: 'attach'; readonly ticketId: string; readonly attachment: AttachmentView }
  | { readonly kind: 'remove-attachment'; readonly ticketId: string; readonly fileId: string };

export type ReviewIntent =
  | {
      readonly kind: 'accept';
      readonly ticketId: string;
      readonly stars: Stars;
      readonly words: string;
      readonly answeredById: string;
    }
  | {
      readonly kind: 'reject';
      readonly ticketId: string;
      readonly reason: string;
      readonly answeredById: string;
    }
  | { readonly kind: 'remote-assist'; readonly ticketId: string; readonly remoteAssistId: string | null };

export type TicketPatch = Partial<
  Pick<CardView, 'title' | 'type' | 'priority' | 'urgency' | 'importance' | 'startDate' | 'dueDate'> & {
    description: string;
  }
>;

/** One change of many tickets, which one request makes; each of them shows its own part (`many-tickets.ts`). */
export type ManyIntent = {
  readonly kind: 'many';
  readonly change: BulkChange;
  readonly tickets: readonly OneOfMany[];
  /** Commands that it takes back: what those did not do, it need not tell of. */
  readonly undoes?: readonly string[];
};

export type OneOfMany = {
  readonly id: string;
  readonly key: string;
  /** Where it goes back to. */
  readonly place?: Place;
  /** Whose it becomes. */
  readonly company?: CompanyName | null;
};

export type CompanyName = { readonly id: string; readonly name: string };
