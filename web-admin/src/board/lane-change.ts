import type { Level } from '@ticketing/contracts/kinds.ts';
import type { BoardView, CardView, TicketWithColumn } from '@ticketing/contracts/views.ts';
import { cardOn } from '@ticketing/web-kit/board-cache.ts';
import { levelFrom } from '@ticketing/web-kit/levels.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { type Grouping, NONE } from './board-lanes.ts';

type CompanyName = { readonly id: string; readonly name: string };

/** One command of those that a change of lane needs. */
export type LaneStep =
  | { readonly kind: 'assign' | 'unassign'; readonly userId: string }
  | { readonly kind: 'priority'; readonly priority: Level }
  | { readonly kind: 'parent'; readonly parent: TicketWithColumn | null }
  | { readonly kind: 'company'; readonly company: CompanyName | null };

/** What takes a card from one lane to another, and back. */
export type LaneChange = { readonly steps: readonly LaneStep[]; readonly back: readonly LaneStep[] };

/** Undefined when the card cannot go there: to a company that the project does not serve, or under itself. */
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
    case 'company': {
      if (!board.allowed.includes('ticket.company')) return undefined;
      const company = to === NONE ? null : companyOf(board, to);
      if (company === undefined || (company !== null && !board.project.companyIds.includes(company.id)))
        return undefined;
      const old = card.companyId === null ? null : companyOf(board, card.companyId);
      return {
        steps: [{ kind: 'company', company }],
        // Who was on it for the former company leaves with it, and comes back with it.
        back: old === undefined ? [] : [{ kind: 'company', company: old }, ...card.assigneeIds.map(assign)],
      };
    }
    default:
      return grouping satisfies never;
  }
}

/** What a change of lane does to whose ticket it is, and whose it was before. */
export type GivenAway = { readonly company: CompanyName | null; readonly former: CompanyName | null };

/** Undefined when the ticket stays whose it is. */
export function givenBy({ steps, back }: LaneChange): GivenAway | undefined {
  const [given, returned] = [steps, back].map((each) => each.find((step) => step.kind === 'company'));
  return given && { company: given.company, former: returned?.company ?? null };
}

const companyOf = (board: BoardView, companyId: string) => board.companies.find(({ id }) => id === companyId);
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
      case 'company':
        void commands.giveTo(ticketId, step.company);
        break;
      case 'parent':
        void commands.putUnder(ticketId, step.parent);
        break;
      default:
        step satisfies never;
    }
  }
}
