import { DomainError, type ErrorCode } from '@ticketing/contracts/errors.ts';
import {
  type DomainEvent,
  eventSchemas,
  type RecordedEvent,
  type TicketEvent,
} from '@ticketing/contracts/events/event.ts';
import {
  companyStream,
  numbersStream,
  projectStream,
  rolesStream,
  streamCategory,
  ticketStream,
} from '@ticketing/contracts/streams.ts';
import { type CompanyCommand, companyFold, decideCompany } from '../company/company.ts';
import { mayInProject, mayOnSite, mayOnTicket, type TicketAction, type Viewer } from '../policy/policy.ts';
import { decideProject, type ProjectCommand } from '../project/decide.ts';
import { projectFold } from '../project/state.ts';
import { decideRoles, type RolesCommand, rolesFold } from '../roles/roles.ts';
import type { TicketCommand } from '../ticket/commands.ts';
import { decideTicket } from '../ticket/decide.ts';
import { ticketFold } from '../ticket/evolve.ts';
import { type Neighbour, placeBetween } from '../ticket/rank.ts';
import { type TicketState, ticketFacts } from '../ticket/state.ts';

/** What came of a command. A refused one has appended nothing. */
export type Outcome = { readonly refused?: ErrorCode; readonly events: readonly RecordedEvent[] };

type Fold<State> = {
  readonly initial: State;
  readonly evolve: (state: State, event: RecordedEvent) => State;
};

const folds: Readonly<Record<string, Fold<unknown>>> = {
  // Every stream is only ever folded by the fold of its category.
  ticket: ticketFold as Fold<unknown>,
  project: projectFold as Fold<unknown>,
  roles: rolesFold as Fold<unknown>,
  company: companyFold as Fold<unknown>,
  numbers: { initial: undefined, evolve: (state) => state },
};

export type WorldPerson = { readonly id: string; readonly name: string; readonly superuser: boolean };
export type World = ReturnType<typeof createWorld>;

/**
 * A log in memory, and commands that are authorised, decided and folded as command-api does it, one after the
 * other: what is left of the write side when everything that is not the domain is taken away.
 */
export function createWorld(people: readonly WorldPerson[]) {
  const log: RecordedEvent[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  const states = new Map<string, unknown>();
  const projectIds: string[] = [];
  const ticketIds: string[] = [];
  const companyIds: string[] = [];
  let milliseconds = Date.parse('2026-03-02T08:00:00.000Z');
  let named = 0;

  const newId = () => `019d2a10-0000-7000-8000-${(++named).toString(16).padStart(12, '0')}`;
  const foldOf = (stream: string) =>
    folds[streamCategory(stream)] ?? { initial: undefined, evolve: (s) => s };
  const stateOf = <State>(stream: string, fold: Fold<State>): State =>
    // Written by `append` with this very fold.
    states.has(stream) ? (states.get(stream) as State) : fold.initial;

  const ticket = (id: string) => stateOf(ticketStream(id), ticketFold);
  const project = (id: string) => stateOf(projectStream(id), projectFold);
  const roles = (projectId: string) => stateOf(rolesStream(projectId), rolesFold);
  const company = (id: string) => stateOf(companyStream(id), companyFold);
  const existing = (id: string) => {
    const state = project(id);
    if (!state) throw new DomainError('not_found');
    return state;
  };

  function append(stream: string, actorId: string, events: readonly DomainEvent[]): RecordedEvent[] {
    const before = streams.get(stream) ?? [];
    const recorded = events.map((event, index): RecordedEvent => {
      // As the real append does: nothing gets into the log that its schema would not read again.
      eventSchemas[event.type]?.parse(event.data);
      const at = new Date(milliseconds);
      return {
        ...event,
        id: newId(),
        stream,
        revision: BigInt(before.length + index),
        position: BigInt(log.length + index),
        recordedAt: at,
        metadata: {
          $correlationId: 'c',
          $causationId: 'c',
          commandId: 'c',
          command: 'Any',
          actorId,
          at: at.toISOString(),
          schema: 1,
        },
      };
    });
    log.push(...recorded);
    streams.set(stream, [...before, ...recorded]);
    const { evolve } = foldOf(stream);
    states.set(stream, recorded.reduce(evolve, stateOf(stream, foldOf(stream))));
    return recorded;
  }

  /** Folds a stream anew, from its first event. */
  const refolded = (stream: string): unknown =>
    (streams.get(stream) ?? []).reduce(foldOf(stream).evolve, foldOf(stream).initial);

  function viewer(person: WorldPerson): Viewer {
    const companies = companyIds.flatMap((id) => company(id) ?? []);
    const serves = companies.filter(({ adminIds }) => adminIds.includes(person.id)).map(({ id }) => id);
    const belongs = companies.filter(({ userIds }) => userIds.includes(person.id)).map(({ id }) => id);
    const held = projectIds.flatMap((id) => {
      const role = roles(id).held.get(person.id);
      return role ? [[id, role] as const] : [];
    });
    return {
      userId: person.id,
      superuser: person.superuser,
      staff: false,
      roles: new Map(held),
      companyIds: new Set([...serves, ...belongs]),
      adminOfCompanyIds: new Set(serves),
    };
  }

  /** Runs a command; a refusal is an outcome, anything else that is thrown is a bug. */
  function outcomeOf(command: () => readonly RecordedEvent[]): Outcome {
    const before = log.length;
    try {
      return { events: command() };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { refused: error.code, events: log.slice(before) };
    }
  }

  function requireOnTicket(person: WorldPerson, actions: readonly TicketAction[], state: TicketState): void {
    const asking = viewer(person);
    for (const action of ['ticket.see', ...actions] as const) {
      if (mayOnTicket(asking, action, ticketFacts(state))) continue;
      throw new DomainError(
        mayOnTicket(asking, 'ticket.see', ticketFacts(state)) ? 'forbidden' : 'not_found',
      );
    }
  }

  function decideOnTicket(
    person: WorldPerson,
    ticketId: string,
    actions: readonly TicketAction[],
    command: TicketCommand,
  ): readonly TicketEvent[] {
    const state = ticket(ticketId);
    if (!state) throw new DomainError('not_found');
    requireOnTicket(person, actions, state);
    const facts = { ticketId, project: existing(state.projectId) };
    return decideTicket(command, state, facts);
  }

  const onTicket = (...of: Parameters<typeof decideOnTicket>): readonly RecordedEvent[] =>
    append(ticketStream(of[1]), of[0].id, decideOnTicket(...of));

  function requireConfiguring(person: WorldPerson, projectId: string): void {
    const state = existing(projectId);
    if (mayInProject(viewer(person), 'project.configure', state)) return;
    throw new DomainError(mayInProject(viewer(person), 'project.see', state) ? 'forbidden' : 'not_found');
  }

  const neighbour = (id: string | undefined): Neighbour | undefined => {
    const state = id === undefined ? undefined : ticket(id);
    return state && { id: state.id, columnId: state.columnId, rank: state.rank, archived: state.archived };
  };

  return {
    log,
    people,
    projectIds,
    ticketIds,
    companyIds,
    newId,
    ticket,
    project,
    roles,
    company,
    viewer,
    refolded,
    streamNames: () => [...streams.keys()],
    stateIn: (stream: string) => states.get(stream),
    now: () => milliseconds,
    moderates: (person: WorldPerson, state: TicketState): boolean =>
      mayOnTicket(viewer(person), 'comment.moderate', ticketFacts(state)),
    /** Lets time go by; nothing else does. */
    pass(by: number): void {
      milliseconds += by;
    },

    openTicket(
      person: WorldPerson,
      projectId: string,
      input: Omit<
        Extract<TicketCommand, { type: 'OpenTicket' }>,
        'type' | 'number' | 'reporterId' | 'atMilliseconds'
      >,
    ): Outcome {
      return outcomeOf(() => {
        const state = existing(projectId);
        if (!mayInProject(viewer(person), 'ticket.open', state, input.companyId)) {
          throw new DomainError(
            mayInProject(viewer(person), 'project.see', state) ? 'forbidden' : 'not_found',
          );
        }
        // What may not be done to a ticket of one's own may not be done in opening it either.
        const own = { projectId, reporterId: person.id, companyId: input.companyId, assigneeIds: [] };
        const needed: TicketAction[] = [];
        if (input.assigneeIds.length > 0) needed.push('ticket.assign');
        if (input.tagIds.length > 0) needed.push('ticket.tag');
        if (input.columnId !== undefined && input.columnId !== state.columns[0]?.id)
          needed.push('ticket.move');
        if (input.priority !== 2) needed.push('ticket.prioritise');
        for (const action of needed) {
          if (!mayOnTicket(viewer(person), action, own)) throw new DomainError('forbidden');
        }
        const ticketId = newId();
        const facts = { ticketId, project: state };
        const command = (number: number): TicketCommand => ({
          ...input,
          type: 'OpenTicket',
          number,
          reporterId: person.id,
          atMilliseconds: milliseconds,
        });
        decideTicket(command(1), undefined, facts);
        const taken = append(numbersStream(projectId), person.id, [
          { type: 'TicketNumberTaken', data: { ticketId } },
        ]);
        const number = Number(taken[0]?.revision) + 1;
        const opened = append(
          ticketStream(ticketId),
          person.id,
          decideTicket(command(number), undefined, facts),
        );
        ticketIds.push(ticketId);
        return [...taken, ...opened];
      });
    },

    moveTicket(
      person: WorldPerson,
      ticketId: string,
      to: {
        readonly columnId: string;
        readonly after: string | undefined;
        readonly before: string | undefined;
      },
    ): Outcome {
      return outcomeOf(() => {
        const after = neighbour(to.after);
        const before = neighbour(to.before);
        const moved = { id: ticketId, columnId: to.columnId };
        const { makeRoom } = placeBetween(moved, after, before, milliseconds);
        const { columnId } = to;
        const move = { type: 'MoveTicket', columnId, after, before, atMilliseconds: milliseconds } as const;
        if (!makeRoom || !before) return onTicket(person, ticketId, ['ticket.move'], move);
        // A move that is refused makes no room either.
        decideOnTicket(person, ticketId, ['ticket.move'], move);
        const room = onTicket(person, makeRoom.ticketId, ['ticket.move'], {
          type: 'MakeRoom',
          columnId,
          rank: makeRoom.rank,
        });
        const lower = { ...before, rank: makeRoom.rank };
        return [...room, ...onTicket(person, ticketId, ['ticket.move'], { ...move, before: lower })];
      });
    },

    commandTicket: (
      person: WorldPerson,
      ticketId: string,
      actions: readonly TicketAction[],
      command: TicketCommand | ((ticket: TicketState) => TicketCommand),
    ): Outcome =>
      outcomeOf(() => {
        const state = ticket(ticketId);
        if (!state) throw new DomainError('not_found');
        const made = typeof command === 'function' ? command(state) : command;
        return onTicket(person, ticketId, actions, made);
      }),

    /** What no person commands: an import that gives two tickets one rank. */
    giveRank(ticketId: string, rank: string): Outcome {
      return outcomeOf(() => {
        const state = ticket(ticketId);
        if (!state) throw new DomainError('not_found');
        const facts = { ticketId, project: existing(state.projectId) };
        const command = { type: 'MakeRoom', columnId: state.columnId, rank } as const;
        return append(ticketStream(ticketId), 'system', decideTicket(command, state, facts));
      });
    },

    commandProject: (person: WorldPerson, projectId: string, command: ProjectCommand): Outcome =>
      outcomeOf(() => {
        const state = project(projectId);
        if (command.type === 'CreateProject') {
          projectIds.push(projectId);
          const first = { type: 'SetRole', userId: person.id, role: 'superadmin' } as const;
          append(rolesStream(projectId), person.id, decideRoles(first, roles(projectId)));
        } else {
          requireConfiguring(person, projectId);
        }
        const { companyId } = command.type === 'AttachCompany' ? command : {};
        if (companyId !== undefined && !mayOnSite(viewer(person), 'company.manage', { companyId })) {
          throw new DomainError('unknown_company');
        }
        return append(projectStream(projectId), person.id, decideProject(command, state));
      }),

    commandRoles: (person: WorldPerson, projectId: string, command: RolesCommand): Outcome =>
      outcomeOf(() => {
        requireConfiguring(person, projectId);
        return append(rolesStream(projectId), person.id, decideRoles(command, roles(projectId)));
      }),

    commandCompany: (person: WorldPerson, companyId: string, command: CompanyCommand): Outcome =>
      outcomeOf(() => {
        const asking = viewer(person);
        if (command.type === 'RegisterCompany') companyIds.push(companyId);
        else if (!mayOnSite(asking, 'company.manage', { companyId })) {
          throw new DomainError(asking.companyIds.has(companyId) ? 'forbidden' : 'not_found');
        }
        return append(companyStream(companyId), person.id, decideCompany(command, company(companyId)));
      }),
  };
}
