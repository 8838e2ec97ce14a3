import { DomainError } from '@ticketing/contracts/errors.ts';
import { type RecordedEvent, schemaVersion, type TicketEvent } from '@ticketing/contracts/events/event.ts';
import { projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import type { TicketAction } from '@ticketing/domain/policy/policy.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import type { TicketCommand } from '@ticketing/domain/ticket/commands.ts';
import { decideTicket, type TicketDecisionFacts } from '@ticketing/domain/ticket/decide.ts';
import { evolveTicket, ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { type TicketState, ticketFacts } from '@ticketing/domain/ticket/state.ts';
import { requireRevision } from '@ticketing/platform/aggregates.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { type Authority, authorityAt, requireOnTicket } from '../authority.ts';

/**
 * What is asked of a ticket: a command, several, or how to make one from the ticket and the actor's authority. Several
 * are decided one after the other, each on what the ones before make of the ticket, and happen in one append or not at
 * all.
 */
export type AskedOfTicket =
  | TicketCommand
  | readonly TicketCommand[]
  | ((ticket: TicketState, authority: Authority) => TicketCommand);

/** What was counted for the decision: see `withRoom`. */
export type Counted = Pick<TicketDecisionFacts, 'ticketsInColumn'>;

/**
 * Carries out one command on one ticket: reads what the actor is to its project and company, then authorises and
 * decides on the very state that the append proves to be current.
 * @param actions every action of the policy that the command needs
 */
export async function commandTicket(
  app: Application,
  context: Commanded,
  ticketId: string,
  actions: readonly TicketAction[],
  command: AskedOfTicket,
  counted: Counted = {},
): Promise<Answer> {
  return whereItStands(async () => {
    const decide = await decisionOn(app, context, ticketId, actions, command, counted);
    // The revision is compared in the decision: whoever may not see the ticket must not learn of it by a conflict.
    const unconditional = { ...context, expectedRevision: undefined };
    const done = await app.aggregates.execute(ticketStream(ticketId), ticketFold, unconditional, decide);
    return { id: ticketId, ...done };
  });
}

/**
 * Refuses now what `commandTicket` would refuse, and does nothing: for what must not happen beside a refused command.
 * @throws DomainError
 */
export async function requireTicketCommand(...asked: Parameters<typeof commandTicket>): Promise<void> {
  const [app, , ticketId] = asked;
  await whereItStands(async () => {
    const decide = await decisionOn(...asked);
    const { state, revision } = await app.aggregates.fresh(ticketStream(ticketId), ticketFold);
    decide(state, revision);
  });
}

/** What the actor is to the ticket was read for a company that the ticket is not of any more. */
class CompanyChanged extends Error {}

/** Does again what found the ticket at another company than it was known to be: now it is known where it stands. */
async function whereItStands<Result>(work: () => Promise<Result>, attempts = 5): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CompanyChanged)) throw error;
    if (attempts === 1) throw new DomainError('revision_conflict');
    return whereItStands(work, attempts - 1);
  }
}

async function decisionOn(
  app: Application,
  context: Commanded,
  ticketId: string,
  actions: readonly TicketAction[],
  command: AskedOfTicket,
  counted: Counted = {},
): Promise<(ticket: TicketState | undefined, revision: bigint) => readonly TicketEvent[]> {
  const stream = ticketStream(ticketId);
  // A ticket never changes its project, and hardly ever its company, so a cached state is good enough to find them.
  const { state: known } = await app.aggregates.known(stream, ticketFold);
  if (!known) throw new DomainError('not_found');
  const [{ state: project }, authority] = await Promise.all([
    app.aggregates.fresh(projectStream(known.projectId), projectFold),
    authorityAt(app, context, { projectId: known.projectId, companyIds: [known.companyId] }),
  ]);
  if (!project) throw new DomainError('not_found');
  return (ticket, revision) => {
    if (!ticket) throw new DomainError('not_found');
    if (ticket.companyId !== known.companyId) throw new CompanyChanged();
    for (const action of ['ticket.see', ...actions] as const)
      requireOnTicket(authority, action, ticketFacts(ticket));
    requireRevision(context, revision);
    const decided = typeof command === 'function' ? command(ticket, authority) : command;
    const facts = { ticketId, project, ...counted };
    if (!isSeveral(decided)) return decideTicket(decided, ticket, facts);
    const events: TicketEvent[] = [];
    let state: TicketState | undefined = ticket;
    for (const each of decided) {
      for (const event of decideTicket(each, state, facts)) {
        state = evolveTicket(state, foreseen(event, stream, revision + BigInt(events.push(event)), context));
      }
    }
    return events;
  };
}

/** `Array.isArray` does not tell a readonly array from the rest. */
const isSeveral = (command: TicketCommand | readonly TicketCommand[]): command is readonly TicketCommand[] =>
  Array.isArray(command);

/** An event as the log will show it, for the decisions that follow in the same append. */
function foreseen(event: TicketEvent, stream: string, revision: bigint, context: Commanded): RecordedEvent {
  const { commandId, command, actorId, at, correlationId, causationId } = context;
  return {
    ...event,
    id: `${commandId}:${revision}`,
    stream,
    revision,
    position: 0n,
    recordedAt: new Date(at),
    metadata: {
      $correlationId: correlationId,
      $causationId: causationId,
      commandId,
      command,
      actorId,
      at,
      schema: schemaVersion(event.type),
    },
  };
}
