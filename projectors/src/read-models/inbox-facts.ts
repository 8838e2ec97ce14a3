import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { Role, RoomKind } from '@ticketing/contracts/kinds.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
import { mentionsIn } from '@ticketing/contracts/mentions.ts';
import type { NotificationPreference } from '@ticketing/contracts/notifications.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { mayTakePart, type Viewer } from '@ticketing/domain/policy/policy.ts';
import type { Transaction } from '../engine/projection.ts';
import { deleteRows, rowsById, upsertRows } from './rows.ts';
import { excluding, including, isNextOf } from './ticket-row.ts';

export type TicketRow = {
  id: string;
  project_id: string;
  key: string;
  title: string;
  reporter_id: string;
  company_id: string | null;
  assignee_ids: string[];
  follower_ids: string[];
  mentioned_ids: string[];
  revision: number;
};
type CommentRow = { id: string; internal: boolean; mentioned_ids: string[] };
type PersonRow = {
  id: string;
  active: boolean;
  staff: boolean;
  superuser: boolean;
  preferences: NotificationPreference[];
  revision: number;
};
type CompanyRow = { id: string; admin_ids: string[]; user_ids: string[]; revision: number };
type RolesRow = { id: string; roles: Record<string, Role>; revision: number };
export type RoomRow = {
  id: string;
  kind: RoomKind;
  name: string | null;
  ticket_id: string | null;
  company_id: string | null;
  participant_ids: string[];
  last_message_id: string | null;
  revision: number;
};
type NameRow = { id: string; name: string };

/** Rows of one table as a batch sees and changes them. */
class Kept<Row extends { id: string }> {
  readonly #table: string;
  readonly #columns: readonly string[];
  readonly #rows = new Map<string, Row>();
  readonly #looked = new Set<string>();
  readonly #changed = new Set<string>();

  constructor(table: string, columns: readonly (keyof Row & string)[]) {
    this.#table = table;
    this.#columns = columns;
  }

  async load(transaction: Transaction, ids: Iterable<string | null>): Promise<void> {
    const wanted = [...new Set(ids)].filter((id): id is string => id !== null && !this.#looked.has(id));
    const stored = await rowsById<Row>(transaction, this.#table, this.#columns, wanted);
    for (const id of wanted) this.#looked.add(id);
    for (const [id, row] of stored) {
      // The driver gives bigints as such, and everything else as the row's type has it.
      if ('revision' in row) Object.assign(row, { revision: Number(row.revision) });
      if (!this.#rows.has(id)) this.#rows.set(id, row);
    }
  }

  get(id: string | null | undefined): Row | undefined {
    return id ? this.#rows.get(id) : undefined;
  }

  put(row: Row): Row {
    this.#rows.set(row.id, row);
    this.#changed.add(row.id);
    return row;
  }

  remove(id: string): void {
    this.#rows.delete(id);
    this.#changed.add(id);
  }

  async write(transaction: Transaction): Promise<void> {
    const ids = [...this.#changed];
    const kept = ids.flatMap((id) => this.#rows.get(id) ?? []);
    const gone = ids.filter((id) => !this.#rows.has(id)).map((id) => ({ id }));
    await upsertRows(transaction, this.#table, this.#columns, ['id'], kept);
    await deleteRows(transaction, this.#table, ['id'], gone);
  }
}

/** What is known of everything that a batch is about. */
export const inboxFacts = () => ({
  tickets: new Kept<TicketRow>('inbox_tickets', [
    'id',
    'project_id',
    'key',
    'title',
    'reporter_id',
    'company_id',
    'assignee_ids',
    'follower_ids',
    'mentioned_ids',
    'revision',
  ]),
  comments: new Kept<CommentRow>('inbox_comments', ['id', 'internal', 'mentioned_ids']),
  people: new Kept<PersonRow>('inbox_people', [
    'id',
    'active',
    'staff',
    'superuser',
    'preferences',
    'revision',
  ]),
  companies: new Kept<CompanyRow>('inbox_companies', ['id', 'admin_ids', 'user_ids', 'revision']),
  roles: new Kept<RolesRow>('inbox_roles', ['id', 'roles', 'revision']),
  rooms: new Kept<RoomRow>('inbox_rooms', [
    'id',
    'kind',
    'name',
    'ticket_id',
    'company_id',
    'participant_ids',
    'last_message_id',
    'revision',
  ]),
  names: new Kept<NameRow>('inbox_names', ['id', 'name']),
});

export type InboxFacts = ReturnType<typeof inboxFacts>;

/** Loads what the events may touch or concern, in as many steps as one thing leads to another. */
export async function loadFacts(
  facts: InboxFacts,
  events: readonly RecordedEvent[],
  transaction: Transaction,
): Promise<void> {
  const subjects = (category: string) =>
    events.filter(({ stream }) => stream.startsWith(category)).map(({ stream }) => streamSubject(stream));
  await facts.rooms.load(transaction, subjects('chat-'));
  const roomCompanies = events.flatMap((event) =>
    event.type === 'ChatRoomOpened'
      ? [event.data.companyId]
      : [facts.rooms.get(streamSubject(event.stream))?.company_id ?? null],
  );
  const roomTickets = events.flatMap((event) => {
    if (event.type === 'ChatRoomOpened') return [event.data.ticketId];
    return event.stream.startsWith('chat-')
      ? [facts.rooms.get(streamSubject(event.stream))?.ticket_id ?? null]
      : [];
  });
  await facts.tickets.load(transaction, [...subjects('ticket-'), ...roomTickets]);
  const tickets = [...subjects('ticket-'), ...roomTickets].flatMap((id) => facts.tickets.get(id) ?? []);
  const opened = events.flatMap((event) => (event.type === 'TicketOpened' ? [event.data] : []));
  // Before and after: who sees a ticket on its way from one company to another is asked of both.
  const ticketCompanies = [
    ...tickets.map(({ company_id }) => company_id),
    ...events.flatMap((event) =>
      event.type === 'TicketOpened' || event.type === 'TicketCompanyChanged' ? [event.data.companyId] : [],
    ),
  ];
  await facts.comments.load(
    transaction,
    events.flatMap(({ data }) => ('commentId' in data ? [data.commentId] : [])),
  );
  await facts.companies.load(transaction, [...subjects('company-'), ...roomCompanies, ...ticketCompanies]);
  await facts.roles.load(transaction, [
    ...subjects('roles-'),
    ...tickets.map(({ project_id }) => project_id),
    ...opened.map(({ projectId }) => projectId),
  ]);
  const companyIds = new Set(
    events.some(({ type }) => type.startsWith('Resolution') || type === 'ReviewReminded')
      ? ticketCompanies
      : [],
  );
  await facts.people.load(transaction, [
    ...subjects('user-'),
    ...events.flatMap(namedIn),
    ...tickets.flatMap((ticket) => [ticket.reporter_id, ...ticket.assignee_ids, ...ticket.follower_ids]),
    ...subjects('chat-').flatMap((id) => facts.rooms.get(id)?.participant_ids ?? []),
    ...[...companyIds].flatMap((id) => {
      const company = facts.companies.get(id);
      return company ? [...company.admin_ids, ...company.user_ids] : [];
    }),
  ]);
}

/** People whom an event itself names. */
function namedIn({ data }: RecordedEvent): string[] {
  const ids: string[] = [];
  if ('userId' in data && data.userId !== null) ids.push(data.userId);
  if ('reporterId' in data) ids.push(data.reporterId);
  if ('body' in data) ids.push(...mentionsIn(data.body));
  if ('description' in data) ids.push(...mentionsIn(data.description));
  return ids;
}

export async function writeFacts(facts: InboxFacts, transaction: Transaction): Promise<void> {
  for (const kept of Object.values(facts)) await kept.write(transaction);
}

/** Folds an event of the log into what is known. False when it was folded before, or says nothing new. */
export function applyToFacts(facts: InboxFacts, event: RecordedEvent): boolean {
  const id = streamSubject(event.stream);
  const category = event.stream.slice(0, event.stream.indexOf('-'));
  switch (category) {
    case 'user':
      return applyToPerson(facts, id, event);
    case 'company':
      return applyToCompany(facts, id, event);
    case 'roles':
      return applyToRoles(facts, id, event);
    case 'ticket':
      return applyToTicket(facts, id, event);
    case 'chat':
      return applyToRoom(facts, id, event);
    case 'project':
      if (event.type === 'ProjectCreated' || event.type === 'ProjectDetailsChanged') {
        facts.names.put({ id, name: event.data.name });
      }
      if (event.type === 'BoardColumnAdded' || event.type === 'BoardColumnChanged') {
        facts.names.put({ id: event.data.columnId, name: event.data.name });
      }
      return true;
    default:
      return true;
  }
}

function applyToPerson(facts: InboxFacts, id: string, event: RecordedEvent): boolean {
  const known = facts.people.get(id);
  if (!isNextOf(known, event)) return false;
  const person = known ?? {
    id,
    active: false,
    staff: false,
    superuser: false,
    preferences: [],
    revision: 0,
  };
  person.revision = Number(event.revision);
  facts.people.put(person);
  switch (event.type) {
    case 'UserRegistered':
      person.active = true;
      person.staff = event.data.staff;
      facts.names.put({ id, name: event.data.displayName });
      break;
    case 'UserProfileChanged':
      facts.names.put({ id, name: event.data.displayName });
      break;
    case 'NotificationPreferencesChanged':
      person.preferences = event.data.preferences;
      break;
    case 'UserReactivated':
      person.active = true;
      break;
    case 'UserDeactivated':
    case 'UserRegistrationAbandoned':
      person.active = false;
      break;
    case 'SuperuserGranted':
    case 'SuperuserRevoked':
      person.superuser = event.type === 'SuperuserGranted';
      break;
    default:
      break;
  }
  return true;
}

function applyToCompany(facts: InboxFacts, id: string, event: RecordedEvent): boolean {
  const known = facts.companies.get(id);
  if (!isNextOf(known, event)) return false;
  const company = known ?? { id, admin_ids: [], user_ids: [], revision: 0 };
  company.revision = Number(event.revision);
  facts.companies.put(company);
  switch (event.type) {
    case 'CompanyAdminAssigned':
      company.admin_ids = including(company.admin_ids, event.data.userId);
      break;
    case 'CompanyAdminRemoved':
      company.admin_ids = excluding(company.admin_ids, event.data.userId);
      break;
    case 'CompanyUserAssigned':
      company.user_ids = including(company.user_ids, event.data.userId);
      break;
    case 'CompanyUserRemoved':
      company.user_ids = excluding(company.user_ids, event.data.userId);
      break;
    default:
      break;
  }
  return true;
}

function applyToRoles(facts: InboxFacts, id: string, event: RecordedEvent): boolean {
  const known = facts.roles.get(id);
  if (!isNextOf(known, event)) return false;
  const row = known ?? { id, roles: {}, revision: 0 };
  row.revision = Number(event.revision);
  facts.roles.put(row);
  if (event.type === 'RoleGranted' || event.type === 'RoleChanged') {
    row.roles = { ...row.roles, [event.data.userId]: event.data.role };
  } else if (event.type === 'RoleRevoked') {
    const { [event.data.userId]: _, ...others } = row.roles;
    row.roles = others;
  }
  return true;
}

function applyToTicket(facts: InboxFacts, id: string, event: RecordedEvent): boolean {
  const known = facts.tickets.get(id);
  if (!isNextOf(known, event)) return false;
  if (event.type === 'TicketOpened') {
    facts.tickets.put({
      id,
      project_id: event.data.projectId,
      key: event.data.key,
      title: event.data.title,
      reporter_id: event.data.reporterId,
      company_id: event.data.companyId,
      assignee_ids: [],
      follower_ids: [],
      mentioned_ids: [...mentionsIn(event.data.description)],
      revision: 0,
    });
    return true;
  }
  if (!known) throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
  known.revision = Number(event.revision);
  facts.tickets.put(known);
  switch (event.type) {
    case 'TicketRenamed':
      known.title = event.data.title;
      break;
    case 'TicketDescribed':
      known.mentioned_ids = [...mentionsIn(event.data.description)];
      break;
    case 'TicketCompanyChanged':
      known.company_id = event.data.companyId;
      known.reporter_id = event.data.reporterId;
      break;
    case 'TicketAssigned':
      known.assignee_ids = including(known.assignee_ids, event.data.userId);
      break;
    case 'TicketUnassigned':
      known.assignee_ids = excluding(known.assignee_ids, event.data.userId);
      break;
    case 'TicketFollowed':
      known.follower_ids = including(known.follower_ids, event.data.userId);
      break;
    case 'TicketUnfollowed':
      known.follower_ids = excluding(known.follower_ids, event.data.userId);
      break;
    case 'CommentPosted':
    case 'CommentEdited':
      applyToComment(facts, event.data.commentId, event.data.body, event);
      break;
    case 'CommentRemoved':
      if (facts.comments.get(event.data.commentId)) facts.comments.remove(event.data.commentId);
      break;
    default:
      break;
  }
  return true;
}

function applyToComment(facts: InboxFacts, id: string, body: string, event: RecordedEvent): void {
  const mentioned_ids = [...mentionsIn(body)];
  const internal =
    event.type === 'CommentPosted'
      ? event.data.visibility === 'internal'
      : facts.comments.get(id)?.internal === true;
  if (internal || mentioned_ids.length > 0) facts.comments.put({ id, internal, mentioned_ids });
  else if (facts.comments.get(id)) facts.comments.remove(id);
}

function applyToRoom(facts: InboxFacts, id: string, event: RecordedEvent): boolean {
  const known = facts.rooms.get(id);
  if (!isNextOf(known, event)) return false;
  if (event.type === 'ChatRoomOpened') {
    const { kind, name, ticketId, companyId } = event.data;
    facts.rooms.put({
      id,
      kind,
      name,
      ticket_id: ticketId,
      company_id: companyId,
      participant_ids: [],
      last_message_id: null,
      revision: 0,
    });
    return true;
  }
  if (!known) throw new Error(`${event.stream} begins with ${event.type} instead of ChatRoomOpened`);
  known.revision = Number(event.revision);
  facts.rooms.put(known);
  switch (event.type) {
    case 'ChatRoomRenamed':
      known.name = event.data.name;
      break;
    case 'ParticipantJoined':
      known.participant_ids = including(known.participant_ids, event.data.userId);
      break;
    case 'ParticipantLeft':
      known.participant_ids = excluding(known.participant_ids, event.data.userId);
      break;
    case 'MessagePosted':
      known.last_message_id = event.data.messageId;
      break;
    default:
      break;
  }
  return true;
}

/** Whether a room of people is there for a person: they take part in it and may meet there by now. */
export function takesPart(facts: InboxFacts, userId: string, room: RoomRow): boolean {
  const { company_id: companyId, participant_ids: participantIds } = room;
  const viewer = viewerOf(facts, userId, null, companyId);
  return viewer !== undefined && mayTakePart(viewer, { companyId, participantIds });
}

export const ticketFactsOf = (ticket: TicketRow): TicketFacts => ({
  projectId: ticket.project_id,
  reporterId: ticket.reporter_id,
  companyId: ticket.company_id,
  assigneeIds: ticket.assignee_ids,
});

/** A person as the policy sees them where one project and one company are concerned; nobody for who is not active. */
export function viewerOf(
  facts: InboxFacts,
  userId: string,
  projectId: string | null,
  companyId: string | null,
): Viewer | undefined {
  const person = facts.people.get(userId);
  if (!person?.active) return undefined;
  const role = facts.roles.get(projectId)?.roles[userId];
  const company = facts.companies.get(companyId);
  const serves = company?.admin_ids.includes(userId) ? [company.id] : [];
  const belongs = company?.user_ids.includes(userId) ? [company.id] : [];
  return {
    userId,
    superuser: person.superuser,
    staff: person.staff,
    roles: new Map(projectId && role ? [[projectId, role]] : []),
    companyIds: new Set([...serves, ...belongs]),
    adminOfCompanyIds: new Set(serves),
  };
}
