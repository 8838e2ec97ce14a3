import type { LinkType } from '@ticketing/contracts/kinds.ts';

/** A ticket in the line of parents above another one, as it is now. */
export type Ancestor = { readonly id: string; readonly projectId: string; readonly archived: boolean };

/** A parent that is asked for. */
export type AskedParent = {
  readonly parentId: string;
  /** The parent and what stands above it, from below; empty when there is no such ticket for the actor. */
  readonly line: readonly Ancestor[];
};

/** What can be asked of what hangs together with a ticket. */
export type StructureCommand =
  /** `null` takes the ticket out from under its parent. */
  | { readonly type: 'ChangeParent'; readonly parent: AskedParent | null }
  /** Of the ticket in whose stream the link stands (structure.ts, `storedLink`). */
  | {
      readonly type: 'LinkTickets' | 'UnlinkTickets';
      readonly link: LinkType;
      readonly otherId: string;
      readonly otherArchived: boolean;
    }
  | {
      readonly type: 'AddSubtask';
      readonly subtaskId: string;
      readonly title: string;
      readonly assigneeId: string | null;
    }
  | {
      readonly type: 'ChangeSubtask';
      readonly subtaskId: string;
      readonly title?: string | undefined;
      readonly assigneeId?: string | null | undefined;
    }
  | { readonly type: 'CompleteSubtask' | 'ReopenSubtask' | 'RemoveSubtask'; readonly subtaskId: string }
  | {
      readonly type: 'MoveSubtask';
      readonly subtaskId: string;
      /** Subtasks that are to stand right above and right below. */
      readonly after?: string | null | undefined;
      readonly before?: string | null | undefined;
    }
  | { readonly type: 'FollowTicket' | 'UnfollowTicket'; readonly userId: string };
