import { createHash } from 'node:crypto';
import type { Application } from '@ticketing/command-api/application.ts';
import { commandCompany, registerCompany } from '@ticketing/command-api/companies/company-command.ts';
import { invitePerson } from '@ticketing/command-api/invitations/invite-person.ts';
import { createProject } from '@ticketing/command-api/projects/create-project.ts';
import { commandProject, commandRoles } from '@ticketing/command-api/projects/project-command.ts';
import { startSession } from '@ticketing/command-api/sessions/refresh-tokens.ts';
import { openTicket } from '@ticketing/command-api/tickets/open-ticket.ts';
import { commandTicket } from '@ticketing/command-api/tickets/ticket-command.ts';
import { systemCommand } from '@ticketing/command-api/users/found-superuser.ts';
import { registerUser } from '@ticketing/command-api/users/register-user.ts';
import { commandUser } from '@ticketing/command-api/users/user-command.ts';
import type { Role } from '@ticketing/contracts/kinds.ts';
import { projectStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { recordUpload } from '@ticketing/platform/uploads.ts';
import { type ChatWorld, chatWorld } from './chat-world.ts';
import { type ReviewWorld, reviewWorld } from './review-world.ts';
import { type SpareProjects, spareProjectsFor } from './spare-projects.ts';

/** What every file is made of; the test has it in its store, with a thumbnail. */
export const uploadedContent = 'Words in a file';
const uploaded = {
  name: 'words.png',
  contentType: 'image/png',
  size: uploadedContent.length,
  digest: createHash('sha256').update(uploadedContent).digest('hex'),
};

/** What every kind of person is. `here` is the project OPS, which serves Alpha and Beta. */
const kinds = {
  superuser: { staff: true, superuser: true },
  superadmin: { staff: true, role: 'superadmin' },
  admin: { staff: true, role: 'admin' },
  manager: { staff: true, role: 'manager' },
  user: { staff: true, role: 'user' },
  client: { employedBy: 'alpha' },
  'client with the role user': { employedBy: 'alpha', role: 'user' },
  'company admin': { staff: true, serves: 'alpha' },
  'staff without relation': { staff: true },
  'client of another company here': { employedBy: 'beta' },
  'client of a company elsewhere': { employedBy: 'gamma' },
  'somebody without role or company': {},
  'deactivated admin': { staff: true, role: 'admin', employedBy: 'alpha', deactivated: true },
} as const satisfies Record<string, Kind>;

type Kind = {
  readonly staff?: true;
  readonly superuser?: true;
  readonly role?: Role;
  readonly employedBy?: CompanyName;
  readonly serves?: CompanyName;
  readonly deactivated?: true;
};
export type CompanyName = 'alpha' | 'beta' | 'gamma';

/** Whoever calls. Without an id: nobody, or somebody whose token is none. */
export type Caller = Kind & {
  readonly name: string;
  readonly id: string;
  readonly access: string | undefined;
};

export const mayCallAtAll = (caller: Caller): boolean =>
  !caller.deactivated && caller.name !== 'nobody' && caller.name !== 'somebody with a forged token';

export type Project = {
  readonly id: string;
  readonly columnId: string;
  readonly doneColumnId: string;
  readonly tagId: string;
  readonly invitationId: string;
  readonly companyIds: readonly string[];
};

/** What a ticket is to the person whom it was made for. */
export type Relation =
  | 'own'
  | 'own, of Alpha'
  | 'own, of Beta'
  | 'assigned'
  | 'of Alpha'
  | 'of Beta'
  | 'of no company'
  | 'in another project'
  | 'own, in another project';

export type Ticket = {
  readonly relation: Relation;
  readonly id: string;
  readonly project: Project;
  readonly companyId: string | null;
  readonly reporterId: string;
  readonly assigneeIds: readonly string[];
  readonly subtaskId: string;
  readonly comments: { readonly own: string; readonly others: string; readonly internal: string };
  readonly files: { readonly own: string; readonly others: string; readonly internal: string };
};

export type World = {
  readonly callers: readonly Caller[];
  readonly companies: Readonly<Record<CompanyName, string>>;
  /** A company that nobody belongs to and no project serves. */
  readonly idleCompanyId: string;
  readonly here: Project;
  readonly elsewhere: Project;
  /** Caller's name → two projects that nobody else changes. */
  readonly spares: ReadonlyMap<string, SpareProjects>;
  /** Caller's name → the tickets made for them. */
  readonly tickets: ReadonlyMap<string, readonly Ticket[]>;
  readonly chat: ChatWorld;
  readonly reviews: ReviewWorld;
  /** Person → a file that they uploaded. */
  readonly uploads: ReadonlyMap<string, string>;
  /** People whom nothing happens to unless a test says so. */
  readonly extras: Readonly<Record<Extra, string>>;
  /** Where one of them is signed in. */
  readonly othersSessionId: string;
  /** Caller's id → where they are signed in. */
  readonly sessions: ReadonlyMap<string, string>;
  /** Log position that every read is to have passed. */
  readonly position: bigint;
  /** An instant at which all of this was there. */
  readonly builtAt: string;
};

/**
 * `lead` owns both projects and reports what nobody else does; `helper` is staff whom commands give things to;
 * `target` is staff whom superusers administer; the others are employees of their companies.
 */
const extras = ['lead', 'helper', 'target', 'hermit', 'employee of Alpha', 'employee of Gamma'] as const;
export type Extra = (typeof extras)[number];

/** Two projects, three companies, everybody, and for each a ticket of every relation with three comments. */
export async function permissionWorld(app: Application): Promise<World> {
  const by = (actorId: string, command: string) => ({ ...systemCommand(command), actorId });
  const register = async (username: string, staff: boolean) =>
    (
      await registerUser(app, systemCommand('RegisterUser'), {
        username: username.replaceAll(' ', '-').toLowerCase(),
        displayName: username,
        email: null,
        staff,
      })
    ).id;
  const extraIds = Object.fromEntries(
    await Promise.all(
      extras.map(async (name) => [name, await register(`extra ${name}`, !name.startsWith('employee'))]),
    ),
  ) as Record<Extra, string>; // one for each name above
  const { lead } = extraIds;

  const company = async (name: string) =>
    (await registerCompany(app, systemCommand('RegisterCompany'), { name, description: '' })).id;
  const [alpha, beta, gamma, idleCompanyId] = await Promise.all(
    ['Alpha', 'Beta', 'Gamma', 'Idle'].map(company),
  ).then((ids) => ids as [string, string, string, string]); // as many as names
  const companies = { alpha, beta, gamma };
  for (const id of Object.values(companies)) {
    const logo = { ...uploaded, fileId: newId() };
    const command = { type: 'ChangeCompanyLogo', logo } as const;
    await commandCompany(app, systemCommand('ChangeCompanyLogo'), id, 'company.manage', command);
  }
  const join = (type: 'AssignCompanyUser' | 'AssignCompanyAdmin', companyId: string, userId: string) =>
    commandCompany(app, systemCommand(type), companyId, 'company.manage', { type, userId });
  await join('AssignCompanyUser', alpha, extraIds['employee of Alpha']);
  await join('AssignCompanyUser', gamma, extraIds['employee of Gamma']);

  const project = async (key: string, companyIds: readonly string[]): Promise<Project> => {
    const { id } = await createProject(app, by(lead, 'CreateProject'), { key, name: key, description: '' });
    for (const companyId of companyIds) {
      await commandProject(app, systemCommand('AttachCompany'), id, { type: 'AttachCompany', companyId });
    }
    const tagId = newId();
    const tag = { type: 'AddTag', tagId, name: 'tag', colour: '#112233' } as const;
    await commandProject(app, systemCommand('AddTag'), id, tag);
    const { state } = await app.aggregates.fresh(projectStream(id), projectFold);
    const columnId = state?.columns[0]?.id;
    const doneColumnId = state?.columns.find(({ category }) => category === 'done')?.id;
    if (!columnId || !doneColumnId) throw new Error('A new project has columns.');
    const invited = { email: `guest-of-${key}@example.com`, role: 'user', goodForDays: 7 } as const;
    const { id: invitationId } = await invitePerson(app, systemCommand('InvitePerson'), id, invited);
    return { id, columnId, doneColumnId, tagId, invitationId, companyIds };
  };
  const here = await project('OPS', [alpha, beta]);
  const elsewhere = await project('LAB', [gamma]);

  const people = await Promise.all(
    Object.entries<Kind>(kinds).map(async ([name, kind]): Promise<Caller> => {
      const id = await register(name, kind.staff ?? false);
      if (kind.superuser) {
        const grant = { type: 'GrantSuperuser' } as const;
        await commandUser(app, systemCommand('GrantSuperuser'), id, 'user.administer', grant);
      }
      if (kind.employedBy) await join('AssignCompanyUser', companies[kind.employedBy], id);
      if (kind.serves) await join('AssignCompanyAdmin', companies[kind.serves], id);
      if (kind.role) {
        const command = { type: 'SetRole', userId: id, role: kind.role } as const;
        await commandRoles(app, systemCommand('SetRole'), here.id, command);
      }
      return { ...kind, name, id, access: await app.tokens.issueAccess(id) };
    }),
  );

  const ticketsFor = async ({ id: personId }: Caller): Promise<readonly Ticket[]> => {
    const made: Ticket[] = [];
    const make = async (relation: Relation, at: Project, companyId: string | null, reporterId: string) => {
      const assigneeIds = relation === 'assigned' ? [personId] : [];
      const { id } = await openTicket(app, by(reporterId, 'OpenTicket'), {
        projectId: at.id,
        type: 'task',
        title: relation,
        description: '',
        priority: 2,
        urgency: 2,
        importance: 2,
        companyId,
        startDate: null,
        dueDate: null,
        assigneeIds,
        tagIds: [],
      });
      const comments = { own: newId(), others: newId(), internal: newId() };
      const comment = (commentId: string, actorId: string, visibility: 'public' | 'internal') =>
        commandTicket(app, by(actorId, 'PostComment'), id, [], {
          type: 'PostComment',
          commentId,
          body: 'Words',
          visibility,
        });
      await comment(comments.own, personId, 'public');
      await comment(comments.others, lead, 'public');
      await comment(comments.internal, lead, 'internal');
      const subtaskId = newId();
      const subtask = { type: 'AddSubtask', subtaskId, title: 'Part', assigneeId: null } as const;
      await commandTicket(app, by(lead, 'AddSubtask'), id, [], subtask);
      const files = { own: newId(), others: newId(), internal: newId() };
      const attach = (fileId: string, actorId: string, visibility: 'public' | 'internal') =>
        commandTicket(app, by(actorId, 'AttachFile'), id, [], {
          type: 'AttachFile',
          file: { ...uploaded, fileId },
          commentId: null,
          visibility,
          actorId,
        });
      await attach(files.own, personId, 'public');
      await attach(files.others, lead, 'public');
      await attach(files.internal, lead, 'internal');
      made.push({
        relation,
        id,
        project: at,
        companyId,
        reporterId,
        assigneeIds,
        comments,
        files,
        subtaskId,
      });
    };
    await make('own', here, null, personId);
    await make('own, of Alpha', here, alpha, personId);
    await make('own, of Beta', here, beta, personId);
    await make('assigned', here, null, lead);
    await make('of Alpha', here, alpha, lead);
    await make('of Beta', here, beta, lead);
    await make('of no company', here, null, lead);
    await make('in another project', elsewhere, gamma, lead);
    await make('own, in another project', elsewhere, null, personId);
    return made;
  };
  const tickets = new Map(
    await Promise.all(people.map(async (one) => [one.name, await ticketsFor(one)] as const)),
  );
  const reviews = await reviewWorld(app, people, { here, elsewhere, companies, lead });
  const chat = await chatWorld(app, people, tickets, extraIds, companies, uploaded);
  const attached = { here: here.companyIds, elsewhere: elsewhere.companyIds };
  const spares = new Map(
    await Promise.all(
      people.map(
        async ({ name, id, role }) =>
          [name, await spareProjectsFor(app, { id, role }, lead, attached)] as const,
      ),
    ),
  );
  let position = 0n;
  for (const { id } of people.filter(({ deactivated }) => deactivated)) {
    const context = systemCommand('DeactivateUser');
    const command = { type: 'DeactivateUser', actorId: context.actorId } as const;
    ({ position } = await commandUser(app, context, id, 'user.administer', command));
  }
  // They have nothing of their own, and ask for what the deactivated person would.
  const tokenless: readonly Caller[] = [
    { name: 'nobody', id: newId(), access: undefined },
    { name: 'somebody with a forged token', id: newId(), access: 'eyJhbGciOiJub25lIn0.e30.' },
  ];
  const deactivated = tickets.get('deactivated admin') ?? [];
  const theirSpares = spares.get('deactivated admin');
  if (!theirSpares) throw new Error('Everybody has projects to spare.');
  const uploads = new Map<string, string>();
  for (const { id } of people) {
    const file = { ...uploaded, fileId: newId() };
    await recordUpload(app.pool, id, file, async () => undefined);
    uploads.set(id, file.fileId);
  }
  const { sessionId: othersSessionId } = await startSession(app.pool, extraIds.target);
  const sessions = new Map<string, string>();
  for (const { id } of people) sessions.set(id, (await startSession(app.pool, id)).sessionId);
  return {
    othersSessionId,
    sessions,
    callers: [...people, ...tokenless],
    uploads,
    companies,
    idleCompanyId,
    here,
    elsewhere,
    chat,
    reviews,
    spares: new Map([...spares, ...tokenless.map(({ name }) => [name, theirSpares] as const)]),
    tickets: new Map([...tickets, ...tokenless.map(({ name }) => [name, deactivated] as const)]),
    extras: extraIds,
    position,
    builtAt: new Date().toISOString(),
  };
}
