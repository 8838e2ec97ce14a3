import type { Level } from '@ticketing/contracts/kinds.ts';
import type { BoardView, CardView, TicketWithColumn } from '@ticketing/contracts/views.ts';
import { cardOn } from '@ticketing/web-kit/board-cache.ts';
import type { CompanyName } from '@ticketing/web-kit/commands/intents.ts';
import { levelFrom } from '@ticketing/web-kit/levels.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { type Grouping, NONE } from './board-lanes.ts';

/** One command of those that a change of lane needs. */
export type LaneStep =
  | { readonly kind: 'assign' | 'unassign'; readonly userId: string }
  | { readonly kind: 'priority'; readonly priority: Level }
  | { readonly kind: 'parent'; readonly parent: TicketWithColumn | null }
  | ({ readonly kind: 'company' } & GivenAway);

/** Whose ticket it becomes, and whose it was; undefined when that company is not known here. */
export type GivenAway = {
  readonly company: CompanyName | null;
  readonly former: CompanyName | null | undefined;
};

/** What takes a card from one lane to another, and back; the way back from a company is the step's own. */
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
      const former = card.companyId === null ? null : companyOf(board, card.companyId);
      return { steps: [{ kind: 'company', company, former }], back: [] };
    }
    default:
      return grouping satisfies never;
  }
}

/** What a change of lane does to whose ticket it is; undefined when it stays whose it is. */
export const givenBy = ({ steps }: LaneChange): GivenAway | undefined =>
  steps.find((step) => step.kind === 'company');

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

/** Takes a card to its lane; all of the steps show at once. @returns what takes it back */
export function takeToLane(
  commands: TicketCommands,
  ticket: Pick<CardView, 'id' | 'key'>,
  { steps, back }: LaneChange,
): () => void {
  const waysBack = steps.flatMap((step) => takeStep(commands, ticket, step) ?? []);
  return () => {
    for (const wayBack of waysBack) wayBack();
    for (const step of back) takeStep(commands, ticket, step);
  };
}

/** @returns the way back of a step that only the server can take back */
function takeStep(
  commands: TicketCommands,
  ticket: Pick<CardView, 'id' | 'key'>,
  step: LaneStep,
): (() => void) | undefined {
  switch (step.kind) {
    case 'assign':
      void commands.assign(ticket.id, step.userId);
      return undefined;
    case 'unassign':
      void commands.unassign(ticket.id, step.userId);
      return undefined;
    case 'priority':
      void commands.change(ticket.id, { priority: step.priority });
      return undefined;
    case 'company':
      return commands.giveTo(ticket, step.company, step.former);
    case 'parent':
      void commands.putUnder(ticket.id, step.parent);
      return undefined;
    default:
      return step satisfies never;
  }
}
