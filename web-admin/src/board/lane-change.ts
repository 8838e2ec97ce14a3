import type { Level } from '@ticketing/contracts/kinds.ts';
import type { BoardView, CardView, TicketWithColumn } from '@ticketing/contracts/views.ts';
import { cardOn } from '@ticketing/web-kit/board-cache.ts';
import { levelFrom } from '@ticketing/web-kit/levels.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { type Grouping, NONE } from './board-lanes.ts';

/** One command of those that a change of lane needs. */
export type LaneStep =
  | { readonly kind: 'assign' | 'unassign'; readonly userId: string }
  | { readonly kind: 'priority'; readonly priority: Level }
  | { readonly kind: 'parent'; readonly parent: TicketWithColumn | null };

/** What takes a card from one lane to another, and back. */
export type LaneChange = { readonly steps: readonly LaneStep[]; readonly back: readonly LaneStep[] };

/** Undefined when the card cannot go there: a ticket's company is never changed, and none stands under itself. */
export function laneChange(
  board: BoardView,
  grouping: Grouping,
  card: CardView,
  from: string,
  to: string,
): LaneChange | undefined {
  switch (grouping) {
    case 'assignee': {
      const leaving = to === NONE ? card.assigneeIds : from === NONE ? [] : [from];
      const coming = to === NONE || card.assigneeIds.includes(to) ? [] : [to];
      return {
        steps: [...coming.map(assign), ...leaving.map(unassign)],
        back: [...leaving.map(assign), ...coming.map(unassign)],
      };
    }
    case 'priority': {
      const priority = levelFrom(to);
      if (priority === undefined) return undefined;
      return {
        steps: [{ kind: 'priority', priority }],
        back: [{ kind: 'priority', priority: card.priority }],
      };
    }
    case 'parent': {
      const parent = to === NONE ? null : withColumn(board, to);
      if (parent === undefined || to === card.id) return undefined;
      const old = card.parentId === null ? null : withColumn(board, card.parentId);
      return {
        steps: [{ kind: 'parent', parent }],
        back: old === undefined ? [] : [{ kind: 'parent', parent: old }],
      };
    }
    case 'company':
      return undefined;
    default:
      return grouping satisfies never;
  }
}

const assign = (userId: string): LaneStep => ({ kind: 'assign', userId });
const unassign = (userId: string): LaneStep => ({ kind: 'unassign', userId });

function withColumn(board: BoardView, ticketId: string): TicketWithColumn | undefined {
  const card = cardOn(board, ticketId);
  if (card === undefined) return undefined;
  const { id, projectId, key, type, title, columnId, archived } = card;
  const column = board.columns.find((each) => each.id === columnId) ?? null;
  return { id, projectId, key, type, title, columnId, archived, column };
}

/** Sends the steps; all of them show at once. */
export function takeSteps(commands: TicketCommands, ticketId: string, steps: readonly LaneStep[]): void {
  for (const step of steps) {
    switch (step.kind) {
      case 'assign':
        void commands.assign(ticketId, step.userId);
        break;
      case 'unassign':
        void commands.unassign(ticketId, step.userId);
        break;
      case 'priority':
        void commands.change(ticketId, { priority: step.priority });
        break;
      case 'parent':
        void commands.putUnder(ticketId, step.parent);
        break;
      default:
        step satisfies never;
    }
  }
}
