import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, it } from 'vitest';
import type { Viewer } from '../policy/policy.ts';
import { columnState, ids, projectState, recorded, specification } from '../testing/given.ts';
import { peopleOn, staysOn } from './change-company.ts';
import type { TicketCommand } from './commands.ts';
import { decideTicket } from './decide.ts';
import { ticketFold } from './evolve.ts';

const beta = '01900000-0000-7000-8000-0000000000b1';
const project = projectState({
  columns: [
    columnState({ id: ids.todo, name: 'To do', category: 'todo', rank: 'a' }),
    columnState({ id: ids.done, name: 'Done', category: 'done', rank: 'b' }),
  ],
  companyIds: [ids.company, beta],
});
const { given } = specification({
  stream: `ticket-${ids.ticket}`,
  ...ticketFold,
  decide: (command: TicketCommand, state) => decideTicket(command, state, { ticketId: ids.ticket, project }),
});

const openedIn = (columnId: string, companyId: string | null = ids.company): TicketEvent => ({
  type: 'TicketOpened',
  data: {
    projectId: ids.project,
    number: 7,
    key: 'OPS-7',
    type: 'bug',
    title: 'Printer',
    description: '',
    priority: 2,
    urgency: 2,
    importance: 2,
    reporterId: ids.client,
    companyId,
    columnId,
    rank: 'a',
    startDate: null,
    dueDate: null,
  },
});
/** @param leaving everybody else stays */
const to = (
  companyId: string | null,
  leaving: readonly string[] = [],
  fromCompanyId: string | null = ids.company,
): TicketCommand => ({
  type: 'ChangeCompany',
  companyId,
  fromCompanyId,
  actorId: ids.agent,
  stays: new Map([ids.client, ids.agent, ids.tag].map((id) => [id, !leaving.includes(id)])),
});
const changed = (
  companyId: string | null,
  reporterId: string,
  fromCompanyId: string | null = ids.company,
): TicketEvent => ({ type: 'TicketCompanyChanged', data: { companyId, fromCompanyId, reporterId } });

describe('the company of a ticket', () => {
  it('changes to another one of the project, or to none', () => {
    given(openedIn(ids.todo)).when(to(beta)).thenHappens(changed(beta, ids.client));
    given(openedIn(ids.todo)).when(to(null)).thenHappens(changed(null, ids.client));
  });

  it('stays when it is the same already', () => {
    given(openedIn(ids.todo)).when(to(ids.company)).thenHappens();
  });

  it('is one that is attached to the project', () => {
    given(openedIn(ids.todo)).when(to(ids.unknown)).thenRefused('unknown_company');
  });

  it('goes back with everybody who left by the change, who has to do with it still', () => {
    const assigned = (userId: string): TicketEvent => ({ type: 'TicketAssigned', data: { userId } });
    const followed = (userId: string): TicketEvent => ({ type: 'TicketFollowed', data: { userId } });
    const before = [openedIn(ids.todo), assigned(ids.client), followed(ids.tag)];
    const left: TicketEvent[] = [
      changed(beta, ids.agent),
      { type: 'TicketUnassigned', data: { userId: ids.client } },
      { type: 'TicketUnfollowed', data: { userId: ids.tag } },
    ];
    given(...before)
      .when(to(beta, [ids.client, ids.tag]))
      .thenHappens(...left);
    const back = (returning: readonly string[], leftBy = 'gave'): TicketCommand => ({
      type: 'CompanyBack',
      leftBy,
      fromCompanyId: beta,
      actorId: ids.agent,
      stays: new Map([ids.client, ids.agent].map((id) => [id, true])),
      returning: new Set(returning),
    });
    const again = changed(ids.company, ids.client, beta);
    const stream = `ticket-${ids.ticket}`;
    const one = recorded(stream, left, { from: before.length }).map((event) => ({
      ...event,
      metadata: { ...event.metadata, commandId: 'gave' },
    }));
    const state = [...recorded(stream, before), ...one].reduce(ticketFold.evolve, ticketFold.initial);
    const decided = (command: TicketCommand) =>
      decideTicket(command, state, { ticketId: ids.ticket, project });
    expect(decided(back([ids.client, ids.tag]))).toEqual([again, assigned(ids.client), followed(ids.tag)]);
    expect(decided(back([ids.tag]))).toEqual([again, followed(ids.tag)]);
    expect(() => decided(back([ids.client], 'another'))).toThrow(/given to another company since/);
  });

  it('does not change in the archive', () => {
    const archived: TicketEvent = { type: 'TicketArchived', data: { reason: 'manual', words: '' } };
    given(openedIn(ids.todo), archived).when(to(beta)).thenRefused('already_archived');
  });

  it('takes along nobody of the former company: not who reported it, works on it or follows it', () => {
    given(
      openedIn(ids.todo),
      { type: 'TicketAssigned', data: { userId: ids.client } },
      { type: 'TicketAssigned', data: { userId: ids.tag } },
      { type: 'TicketFollowed', data: { userId: ids.client } },
      {
        type: 'SubtaskAdded',
        data: { subtaskId: ids.comment, title: 'Look', assigneeId: ids.client, rank: 'a' },
      },
      { type: 'RemoteAssistOffered', data: { remoteAssistId: '123 456 789' } },
    )
      .when(to(beta, [ids.client]))
      .thenHappens(
        changed(beta, ids.agent),
        { type: 'TicketUnassigned', data: { userId: ids.client } },
        { type: 'TicketUnfollowed', data: { userId: ids.client } },
        { type: 'SubtaskChanged', data: { subtaskId: ids.comment, title: 'Look', assigneeId: null } },
        { type: 'RemoteAssistOffered', data: { remoteAssistId: null } },
      );
  });

  it('gives the ticket back to who reported it when it comes back to where they belong', () => {
    given(openedIn(ids.todo), changed(beta, ids.agent))
      .when(to(ids.company, [], beta))
      .thenHappens(changed(ids.company, ids.client, beta));
  });

  it('is decided anew when somebody came to the ticket, or it moved on, since its people were looked up', () => {
    given(openedIn(ids.todo), { type: 'TicketAssigned', data: { userId: ids.unknown } })
      .when(to(beta))
      .thenRefused('revision_conflict');
    given(openedIn(ids.todo), changed(null, ids.client)).when(to(beta)).thenRefused('revision_conflict');
  });
});

describe('the review of a ticket whose company changes', () => {
  const proposed: TicketEvent = { type: 'ResolutionProposed', data: { round: 1 } };

  it('is taken back from the former company and asked of the next', () => {
    given(openedIn(ids.done), proposed)
      .when(to(beta))
      .thenHappens(
        changed(beta, ids.client),
        { type: 'ResolutionWithdrawn', data: { round: 1 } },
        { type: 'ResolutionProposed', data: { round: 2 } },
      );
  });

  it('is asked of nobody when the ticket is no company’s any more', () => {
    given(openedIn(ids.done), proposed)
      .when(to(null))
      .thenHappens(changed(null, ids.client), { type: 'ResolutionWithdrawn', data: { round: 1 } });
  });

  it('stands when it was accepted', () => {
    given(openedIn(ids.done), proposed, {
      type: 'ResolutionAccepted',
      data: { round: 1, stars: 5, words: '' },
    })
      .when(to(beta))
      .thenHappens(changed(beta, ids.client));
  });

  it('is asked of the first company that a done ticket gets', () => {
    given(openedIn(ids.done, null))
      .when(to(beta, [], null))
      .thenHappens(changed(beta, ids.client, null), { type: 'ResolutionProposed', data: { round: 1 } });
  });
});

describe('who stays on a ticket that becomes another company’s', () => {
  const ticket = { projectId: ids.project, companyId: ids.company };
  const person = (given: Partial<Viewer>): Viewer => ({
    userId: ids.client,
    superuser: false,
    staff: false,
    roles: new Map(),
    companyIds: new Set(),
    adminOfCompanyIds: new Set(),
    ...given,
  });
  const stays = (given: Partial<Viewer>) => staysOn(person(given), ticket, beta);
  const user = new Map([[ids.project, 'user' as const]]);

  it('is who sees it by the next company or by a role, and who works in the project', () => {
    expect(stays({ companyIds: new Set([beta]) })).toBe(true);
    expect(stays({ superuser: true })).toBe(true);
    for (const role of ['superadmin', 'admin', 'manager'] as const) {
      expect(stays({ roles: new Map([[ids.project, role]]) })).toBe(true);
    }
    expect(stays({ roles: user, staff: true })).toBe(true);
    expect(staysOn(undefined, ticket, beta)).toBe(true);
  });

  it('is nobody who works for the former company or only serves it', () => {
    expect(stays({ companyIds: new Set([ids.company]) })).toBe(false);
    expect(stays({ companyIds: new Set([ids.company]), roles: user })).toBe(false);
    const serving = { companyIds: new Set([ids.company]), adminOfCompanyIds: new Set([ids.company]) };
    expect(stays({ ...serving, staff: true })).toBe(false);
    expect(stays({ ...serving, staff: true, roles: user })).toBe(true);
    expect(stays({})).toBe(false);
  });

  it('is asked of everybody who has to do with the ticket, once each', () => {
    expect(
      peopleOn({
        firstReporterId: 'a',
        reporterId: 'b',
        assigneeIds: ['a', 'c'],
        followerIds: ['d'],
        subtasks: [
          { id: 's', title: '', assigneeId: 'e', completed: false, rank: 'a' },
          { id: 't', title: '', assigneeId: null, completed: false, rank: 'b' },
        ],
      }),
    ).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
