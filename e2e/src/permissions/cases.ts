import { randomUUID } from 'node:crypto';
import type { Deed } from '@ticketing/domain/testing/rights-by-hand.ts';
import { chatCases } from './chat-cases.ts';
import { fileCases } from './file-cases.ts';
import { findingCases } from './finding-cases.ts';
import { logoCases } from './logo-cases.ts';
import { notificationCases } from './notification-cases.ts';
import { peopleCases } from './people-cases.ts';
import { projectPartCases } from './project-part-cases.ts';
import { reportCases } from './report-cases.ts';
import { reviewCases } from './review-cases.ts';
import type { Rights, Verdict } from './rights.ts';
import { structureCases } from './structure-cases.ts';
import type { Caller, Project, Ticket, World } from './world.ts';

/** One request that a person tries, what its object is to them, and what the answer must be. */
export type Case = {
  readonly relation: string;
  /** Parameters of the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly expected: Verdict;
  /** Of a request about many: what each of the results in the answer must be. */
  readonly each?: readonly Verdict[];
};

export type Cases = (situation: {
  readonly world: World;
  readonly caller: Caller;
  readonly rights: Rights;
  /** The tickets that were made for this person. */
  readonly tickets: readonly Ticket[];
}) => readonly Case[];

const once =
  (expected: Verdict, body?: unknown): Cases =>
  () => [{ relation: '–', body, expected }];

const onTickets =
  (deed: Deed, more: (ticket: Ticket, world: World) => Partial<Case> = () => ({})): Cases =>
  ({ tickets, rights, world }) =>
    tickets.map((ticket) => {
      const { params = {}, ...rest } = more(ticket, world);
      return {
        relation: ticket.relation,
        params: { id: ticket.id, ...params },
        expected: rights.onTicket(ticket, deed),
        ...rest,
      };
    });

const onComments =
  (doing: 'edit' | 'remove', body?: unknown): Cases =>
  ({ tickets, rights }) =>
    tickets.flatMap((ticket) =>
      (['own', 'others', 'internal'] as const).map((which) => ({
        relation: `${ticket.relation}, comment: ${which}`,
        params: { id: ticket.id, commentId: ticket.comments[which] },
        body,
        expected: rights.onComment(ticket, which, doing),
      })),
    );

const projectsOf = ({ here, elsewhere }: World): readonly [string, Project][] => [
  ['here', here],
  ['another project', elsewhere],
];

const configuring =
  (more: (project: Project, world: World) => Partial<Case>): Cases =>
  ({ world, rights }) =>
    projectsOf(world).map(([relation, project]) => {
      const { params = {}, ...rest } = more(project, world);
      return {
        relation,
        params: { id: project.id, ...params },
        expected: rights.configuring(project),
        ...rest,
      };
    });

const onProjects =
  (expected: (rights: Rights, project: Project) => Verdict, query = (_: World) => ''): Cases =>
  ({ world, rights }) =>
    projectsOf(world).map(([relation, project]) => ({
      relation,
      params: { id: project.id },
      query: query(world),
      expected: expected(rights, project),
    }));

const seeing = (rights: Rights, project: Project): Verdict =>
  rights.seesProject(project) ? 'done' : 'not_found';
const asOf = ({ builtAt }: World) => `?at=${builtAt}`;

/** One change to all of a person's tickets at once. */
const onMany =
  (deed: Deed, change: (world: World) => unknown): Cases =>
  ({ tickets, rights, world }) => [
    {
      relation: deed,
      body: { ticketIds: tickets.map(({ id }) => id), change: change(world) },
      expected: 'done',
      each: tickets.map((ticket) => rights.onTicket(ticket, deed)),
    },
  ];

const onCompanies =
  (more: (world: World) => Partial<Case>): Cases =>
  ({ world, rights }) =>
    Object.entries(world.companies).map(([relation, id]) => {
      const { params = {}, ...rest } = more(world);
      return { relation, params: { id, ...params }, expected: rights.onCompany(id), ...rest };
    });

/** On oneself and on somebody else. `ofOneself`: what a superuser is told instead of done. */
const onAccounts =
  (
    expected: (rights: Rights, userId: string) => Verdict,
    ofOneself: Verdict = 'done',
    body?: unknown,
  ): Cases =>
  ({ world, caller, rights }) => {
    const own = expected(rights, caller.id);
    return [
      {
        relation: 'oneself',
        params: { id: caller.id },
        body,
        expected: own === 'done' ? ofOneself : own,
      },
      {
        relation: 'another person',
        params: { id: world.extras.target },
        body,
        expected: expected(rights, world.extras.target),
      },
    ];
  };

const helper = (_: unknown, world: World) => ({ params: { userId: world.extras.helper } });
const tag = ({ project }: Ticket) => ({ params: { tagId: project.tagId } });
const idleCompany = (_: Project, world: World) => ({ params: { companyId: world.idleCompanyId } });

/** Letters only, so that it is a project's key as well. */
const newName = (): string =>
  randomUUID()
    .replaceAll('-', '')
    .replaceAll(/\d/g, (digit) => String.fromCharCode(103 + Number(digit)));
const newKey = () => newName().slice(0, 8).toUpperCase();

/**
 * What is tried on every endpoint, by its name. The order matters where one case would get in the way of another; a
 * name that is missing here fails the test. Endpoints that need no token are tried in `permissions.int.test.ts`.
 */
export const cases: Readonly<Record<string, Cases>> = {
  me: once('done'),
  listSessions: once('done'),
  // Of somebody else, and of nobody: neither is there.
  endSession: ({ world, caller }) => [
    {
      relation: 'one’s own',
      params: { id: world.sessions.get(caller.id) ?? world.othersSessionId },
      expected: 'done',
    },
    { relation: 'another person’s', params: { id: world.othersSessionId }, expected: 'not_found' },
  ],
  endOtherSessions: once('done'),
  listUsers: once('done'),
  getUser: ({ world, caller, rights }) => [
    { relation: 'oneself', params: { id: caller.id }, expected: rights.seesPerson('self') },
    ...(['hermit', 'employee of Alpha', 'employee of Gamma'] as const).map((who) => ({
      relation: who,
      params: { id: world.extras[who] },
      expected: rights.seesPerson(who),
    })),
  ],
  getUserMemberships: ({ world, caller, rights }) => [
    { relation: 'oneself', params: { id: caller.id }, expected: rights.seesPerson('self') },
    ...(['hermit', 'employee of Alpha', 'employee of Gamma'] as const).map((who) => ({
      relation: who,
      params: { id: world.extras[who] },
      expected: rights.seesPerson(who),
    })),
  ],
  registerUser: ({ world, rights }) =>
    Object.entries({ nobody: undefined, ...world.companies }).map(([relation, companyId]) => ({
      relation,
      body: {
        username: newName(),
        displayName: 'New',
        password: `${newName()} 42`,
        ...(companyId ? { companyId } : {}),
      },
      expected: rights.registering(companyId),
    })),
  changeProfile: onAccounts((rights, id) => rights.onAccount(id), 'done', { displayName: 'Renamed' }),
  // One's own needs the current password, which is asked for only when the right is there.
  changePassword: ({ world, caller, rights }) =>
    [['oneself', caller.id] as const, ['another person', world.extras.target] as const].map(
      ([relation, id]) => {
        const may = rights.onAccount(id);
        const body = { current: 'not the current one', password: `${newName()} 42` };
        return {
          relation,
          params: { id },
          body,
          expected: relation === 'oneself' ? 'invalid_credentials' : may,
        };
      },
    ),
  deactivateUser: onAccounts((rights, id) => rights.administering(id), 'last_superuser'),
  reactivateUser: onAccounts((rights, id) => rights.administering(id)),
  grantSuperuser: onAccounts((rights, id) => rights.administering(id)),
  revokeSuperuser: onAccounts((rights, id) => rights.administering(id), 'last_superuser'),
  ...peopleCases,

  registerCompany: ({ rights }) => [{ relation: '–', body: { name: newName() }, expected: rights.creating }],
  listCompanies: once('done'),
  getCompany: ({ world, rights }) =>
    Object.entries(world.companies).map(([relation, id]) => ({
      relation,
      params: { id },
      expected: rights.seesCompany(id) ? 'done' : 'not_found',
    })),
  changeCompany: onCompanies(() => ({ body: { description: 'Described', phone: '+995 32' } })),
  assignCompanyAdmin: onCompanies((world) => helper(undefined, world)),
  removeCompanyAdmin: onCompanies((world) => helper(undefined, world)),
  assignCompanyUser: onCompanies((world) => helper(undefined, world)),
  removeCompanyUser: onCompanies((world) => helper(undefined, world)),

  ...logoCases,

  createProject: ({ rights }) => [
    { relation: '–', body: { key: newKey(), name: 'New' }, expected: rights.creating },
  ],
  listProjects: once('done'),
  getProject: onProjects(seeing),
  // The past is seen with the rights of today.
  getBoard: (situation) => [...onProjects(seeing)(situation), ...onProjects(seeing, asOf)(situation)],
  getProjectChanges: onProjects(seeing, ({ builtAt }) => `?from=${builtAt}&to=${builtAt}`),
  changeProject: configuring(() => ({ body: { description: 'Described' } })),
  // Only who serves a company brings it in: for whoever else configures the project there is no such company.
  attachCompany: ({ world, rights }) =>
    projectsOf(world).flatMap(([relation, project]) =>
      project.companyIds.map((companyId) => {
        const may = rights.configuring(project);
        return {
          relation,
          params: { id: project.id, companyId },
          expected: may === 'done' && !rights.managesCompany(companyId) ? 'unknown_company' : may,
        };
      }),
    ),
  detachCompany: configuring(idleCompany),
  addColumn: configuring(() => ({ body: { name: newName(), category: 'todo' } })),
  changeColumn: configuring(({ columnId }) => ({ params: { columnId }, body: { colour: '#445566' } })),
  moveColumn: configuring(({ columnId }) => ({ params: { columnId }, body: {} })),
  addTag: configuring(() => ({ body: { name: newName() } })),
  ...projectPartCases,
  listRoles: onProjects((rights, project) => rights.seesRoles(project)),
  setRole: configuring((project, world) => ({ ...helper(project, world), body: { role: 'user' } })),
  revokeRole: configuring(helper),

  openTicket: ({ world, rights }) =>
    projectsOf(world).flatMap(([relation, project]) =>
      [null, ...project.companyIds].map((companyId) => ({
        relation: `${relation}, ${companyId === null ? 'for no company' : 'for a company of it'}`,
        body: { projectId: project.id, title: 'New', companyId },
        expected: rights.opening(project, companyId),
      })),
    ),
  listTickets: once('done'),
  getTicket: (situation) => [
    ...onTickets('see tickets')(situation),
    ...onTickets('see tickets', (_, world) => ({ query: asOf(world) }))(situation),
  ],
  getTicketHistory: onTickets('see tickets'),
  ...fileCases,
  changeTicket: (situation) => [
    ...onTickets('edit title, text, dates, files', () => ({ body: { title: 'Renamed' } }))(situation),
    ...onTickets('move, assign, tag, prioritise', () => ({ body: { priority: 3 } }))(situation),
    // The one that it is of, so that nobody loses it.
    ...onTickets("make it another company's", ({ companyId }) => ({ body: { companyId } }))(situation),
  ],
  moveTicket: onTickets('move, assign, tag, prioritise', ({ project }) => ({
    body: { columnId: project.columnId },
  })),
  // By a command that moved nothing: whoever may move it hears that.
  moveTicketBack: (situation) =>
    onTickets('move, assign, tag, prioritise', () => ({ body: { commandId: 'none' } }))(situation).map(
      (one) => (one.expected === 'done' ? { ...one, expected: 'revision_conflict' } : one),
    ),
  assignTicket: onTickets('move, assign, tag, prioritise', helper),
  unassignTicket: onTickets('move, assign, tag, prioritise', helper),
  tagTicket: onTickets('tag', tag),
  untagTicket: onTickets('tag', tag),
  postComment: (situation) => [
    ...onTickets('comment publicly', () => ({ body: { body: 'Words' } }))(situation),
    ...onTickets('write internal notes', () => ({ body: { body: 'Words', visibility: 'internal' } }))(
      situation,
    ),
  ],
  editComment: onComments('edit', { body: 'Other words' }),
  removeComment: onComments('remove'),
  ...chatCases,
  ...notificationCases,
  changeManyTickets: (situation) =>
    [
      onMany('move, assign, tag, prioritise', ({ extras }) => ({ type: 'assign', userId: extras.helper })),
      onMany('move, assign, tag, prioritise', ({ extras }) => ({ type: 'unassign', userId: extras.helper })),
      onMany('move, assign, tag, prioritise', () => ({ type: 'prioritise', priority: 1 })),
      onMany('edit title, text, dates, files', () => ({ type: 'schedule', dueDate: '2026-12-24' })),
      onMany('edit title, text, dates, files', () => ({ type: 'retype', ticketType: 'bug' })),
      onMany('archive, restore', () => ({ type: 'archive' })),
      onMany('archive, restore', () => ({ type: 'restore' })),
      // A column and a tag are one project's.
      ...[situation.world.here, situation.world.elsewhere].flatMap(({ id, columnId, tagId }) =>
        [
          onMany('move, assign, tag, prioritise', () => ({ type: 'move', columnId })),
          onMany('tag', () => ({ type: 'tag', tagId })),
          onMany('tag', () => ({ type: 'untag', tagId })),
        ].map(
          (casesOf): Cases =>
            ({ tickets, ...rest }) =>
              casesOf({ ...rest, tickets: tickets.filter(({ project }) => project.id === id) }),
        ),
      ),
    ].flatMap((casesOf) => casesOf(situation)),
  ...reviewCases,
  offerRemoteAssist: onTickets('edit title, text, dates, files', () => ({
    body: { remoteAssistId: '482 113 907' },
  })),
  ...structureCases,
  ...fileCases,
  ...findingCases,
  archiveTicket: onTickets('archive, restore'),
  restoreTicket: onTickets('archive, restore'),

  ...reportCases,
};
