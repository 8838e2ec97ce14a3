import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { Language, Role } from '@ticketing/contracts/kinds.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { accessIndexes, accessTableNames, accessTables } from './access-tables.ts';
import { deleteRows, rowsById, upsertRows } from './rows.ts';
import { instant, isNextOf } from './ticket-row.ts';

type UserRow = {
  id: string;
  username: string;
  display_name: string;
  email: string | null;
  staff: boolean;
  active: boolean;
  superuser: boolean;
  language: Language | null;
  revision: number;
};
type CompanyRow = {
  id: string;
  name: string;
  description: string;
  logo_file_id: string | null;
  logo_content_type: string | null;
  logo_digest: string | null;
  report_mailing: object | null;
  revision: number;
};
type InvitationRow = {
  id: string;
  project_id: string;
  role: Role;
  state: 'pending' | 'accepted' | 'revoked' | 'expired';
  invited_by: string;
  /** ISO 8601, like the other instants. */
  sent_at: string;
  expires_at: string;
  accepted_by: string | null;
  settled_at: string | null;
};
type RoleRevision = { project_id: string; revision: number };

const userColumns = [
  'id',
  'username',
  'display_name',
  'email',
  'staff',
  'active',
  'superuser',
  'language',
  'revision',
] as const;
const invitationColumns = [
  'id',
  'project_id',
  'role',
  'state',
  'invited_by',
  'sent_at',
  'expires_at',
  'accepted_by',
  'settled_at',
] as const;
const companyColumns = [
  'id',
  'name',
  'description',
  'logo_file_id',
  'logo_content_type',
  'logo_digest',
  'report_mailing',
  'revision',
] as const;

/** People, companies and roles: who may see and do what. */
export const access: Projection = {
  name: 'access',
  version: 5,
  schema: 'read_model',
  tables: accessTables,
  indexes: accessIndexes,
  tableNames: accessTableNames,
  categories: new Set(['user', 'company', 'roles']),
  reached: (position) => ({ kind: 'reached', position: String(position < 0n ? 0n : position) }),
  async project({ events }, transaction) {
    const affected = new AffectedPeople();
    const of = (category: string) => events.filter(({ stream }) => streamCategory(stream) === category);
    await projectUsers(of('user'), transaction, affected);
    await projectCompanies(of('company'), transaction, affected);
    await projectRoles(of('roles'), transaction, affected);
    return affected.messages();
  },
};

/** Whose rights changed in this batch, and at which position last. */
class AffectedPeople {
  readonly #ids = new Set<string>();
  #position = -1n;

  add(event: RecordedEvent, userId: string): void {
    this.#ids.add(userId);
    if (event.position > this.#position) this.#position = event.position;
  }

  messages(): BusMessage[] {
    if (this.#ids.size === 0) return [];
    return [{ kind: 'access', position: String(this.#position), userIds: [...this.#ids] }];
  }
}

async function projectUsers(
  events: readonly RecordedEvent[],
  transaction: Transaction,
  affected: AffectedPeople,
): Promise<void> {
  if (events.length === 0) return;
  const users = await load<UserRow>(transaction, 'users', userColumns, events);
  const changed = new Set<string>();
  const abandoned = new Set<string>();
  for (const event of events) {
    const id = streamSubject(event.stream);
    let user = users.get(id);
    // A registration that was given up half-way may have left no user, and its row is gone.
    if (event.type === 'UserRegistrationAbandoned') {
      users.delete(id);
      abandoned.add(id);
      affected.add(event, id);
      continue;
    }
    if (!isNextOf(user, event)) continue;
    if (event.type === 'UserRegistered') {
      const { username, displayName, email, staff } = event.data;
      user = {
        id,
        username,
        display_name: displayName,
        email,
        staff,
        active: true,
        superuser: false,
        language: null,
        revision: 0,
      };
      users.set(id, user);
      affected.add(event, id);
    } else if (user) {
      if (applyToUser(user, event)) affected.add(event, id);
    } else {
      throw new Error(`${event.stream} begins with ${event.type} instead of UserRegistered`);
    }
    user.revision = Number(event.revision);
    changed.add(id);
    abandoned.delete(id);
  }
  await upsertRows(
    transaction,
    'users',
    userColumns,
    ['id'],
    [...changed].flatMap((id) => users.get(id) ?? []),
  );
  await deleteRows(
    transaction,
    'users',
    ['id'],
    [...abandoned].map((id) => ({ id })),
  );
}

/** @returns true when what the person may do changed */
function applyToUser(user: UserRow, event: RecordedEvent): boolean {
  switch (event.type) {
    case 'UserProfileChanged':
      user.display_name = event.data.displayName;
      user.email = event.data.email;
      return false;
    case 'LanguageChosen':
      user.language = event.data.language;
      return false;
    case 'PasswordChanged':
    case 'NotificationPreferencesChanged':
    case 'DashboardArranged':
      return false;
    case 'UserDeactivated':
      user.active = false;
      return true;
    case 'UserReactivated':
      user.active = true;
      return true;
    case 'SuperuserGranted':
      user.superuser = true;
      return true;
    case 'SuperuserRevoked':
      user.superuser = false;
      return true;
    default:
      throw new Error(`a user's stream has an event ${event.type}, which access does not know`);
  }
}

async function projectCompanies(
  events: readonly RecordedEvent[],
  transaction: Transaction,
  affected: AffectedPeople,
): Promise<void> {
  if (events.length === 0) return;
  const companies = await load<CompanyRow>(transaction, 'companies', companyColumns, events);
  const changed = new Set<CompanyRow>();
  const admins = new PairChanges();
  const employees = new PairChanges();
  for (const event of events) {
    const id = streamSubject(event.stream);
    let company = companies.get(id);
    if (!isNextOf(company, event)) continue;
    if (event.type === 'CompanyRegistered') {
      company = { id, ...event.data, ...logoColumns(null), report_mailing: null, revision: 0 };
      companies.set(id, company);
    } else if (!company) {
      throw new Error(`${event.stream} begins with ${event.type} instead of CompanyRegistered`);
    }
    company.revision = Number(event.revision);
    changed.add(company);
    switch (event.type) {
      case 'CompanyRegistered':
        break;
      case 'CompanyDetailsChanged':
        company.name = event.data.name;
        company.description = event.data.description;
        break;
      case 'CompanyAdminAssigned':
        admins.add(id, event.data.userId);
        affected.add(event, event.data.userId);
        break;
      case 'CompanyAdminRemoved':
        admins.remove(id, event.data.userId);
        affected.add(event, event.data.userId);
        break;
      case 'CompanyUserAssigned':
        employees.add(id, event.data.userId);
        affected.add(event, event.data.userId);
        break;
      case 'CompanyUserRemoved':
        employees.remove(id, event.data.userId);
        affected.add(event, event.data.userId);
        break;
      case 'CompanyLogoChanged':
        Object.assign(company, logoColumns(event.data.logo));
        break;
      case 'CompanyReportMailingChanged': {
        const { mailing } = event.data;
        company.report_mailing = mailing && { ...mailing, since: event.metadata.at };
        break;
      }
      default:
        throw new Error(`a company's stream has an event ${event.type}, which access does not know`);
    }
  }
  await upsertRows(transaction, 'companies', companyColumns, ['id'], [...changed]);
  await admins.write(transaction, 'company_admins');
  await employees.write(transaction, 'company_users');
}

const logoColumns = (logo: Extract<RecordedEvent, { type: 'CompanyLogoChanged' }>['data']['logo']) => ({
  logo_file_id: logo?.fileId ?? null,
  logo_content_type: logo?.contentType ?? null,
  logo_digest: logo?.digest ?? null,
});

/** Pairs of a company and a person that come and go; the last word of a batch on each pair is written. */
class PairChanges {
  readonly #last = new Map<string, { pair: { company_id: string; user_id: string }; present: boolean }>();

  add(company_id: string, user_id: string): void {
    this.#last.set(`${company_id} ${user_id}`, { pair: { company_id, user_id }, present: true });
  }

  remove(company_id: string, user_id: string): void {
    this.#last.set(`${company_id} ${user_id}`, { pair: { company_id, user_id }, present: false });
  }

  async write(transaction: Transaction, table: string): Promise<void> {
    const key = ['company_id', 'user_id'];
    const pairs = (wanted: boolean) =>
      [...this.#last.values()].filter(({ present }) => present === wanted).map(({ pair }) => pair);
    await upsertRows(transaction, table, key, key, pairs(true));
    await deleteRows(transaction, table, key, pairs(false));
  }
}

async function projectRoles(
  events: readonly RecordedEvent[],
  transaction: Transaction,
  affected: AffectedPeople,
): Promise<void> {
  if (events.length === 0) return;
  const ids = [...new Set(events.map(({ stream }) => streamSubject(stream)))];
  const stored = await transaction.query<{ project_id: string; revision: bigint }>({
    name: 'role_revisions',
    text: 'select project_id, revision from role_revisions where project_id = any($1::uuid[])',
    values: [ids],
  });
  const revisions = new Map<string, RoleRevision>(
    stored.rows.map((row) => [row.project_id, { ...row, revision: Number(row.revision) }]),
  );
  const changed = new Set<RoleRevision>();
  const invitations = await loadInvitations(events, transaction);
  /** The last word of the batch on each person's role in each project; null takes it away. */
  const roles = new Map<string, { project_id: string; user_id: string; role: Role | null }>();
  for (const event of events) {
    const project_id = streamSubject(event.stream);
    const known = revisions.get(project_id);
    if (!isNextOf(known, event)) continue;
    const revision = known ?? { project_id, revision: 0 };
    revision.revision = Number(event.revision);
    revisions.set(project_id, revision);
    changed.add(revision);
    switch (event.type) {
      case 'RoleGranted':
      case 'RoleChanged': {
        const { userId: user_id, role } = event.data;
        roles.set(`${project_id} ${user_id}`, { project_id, user_id, role });
        affected.add(event, user_id);
        break;
      }
      case 'RoleRevoked': {
        const { userId: user_id } = event.data;
        roles.set(`${project_id} ${user_id}`, { project_id, user_id, role: null });
        affected.add(event, user_id);
        break;
      }
      case 'InvitationSent':
      case 'InvitationAccepted':
      case 'InvitationRevoked':
      case 'InvitationExpired':
        applyToInvitation(invitations, event);
        break;
      default:
        throw new Error(`a project's roles have an event ${event.type}, which access does not know`);
    }
  }
  const key = ['project_id', 'user_id'];
  const held = [...roles.values()].filter(({ role }) => role !== null);
  const gone = [...roles.values()].filter(({ role }) => role === null);
  await upsertRows(transaction, 'role_revisions', ['project_id', 'revision'], ['project_id'], [...changed]);
  await upsertRows(transaction, 'roles', [...key, 'role'], key, held);
  await deleteRows(transaction, 'roles', key, gone);
  await upsertRows(transaction, 'invitations', invitationColumns, ['id'], [...invitations.values()]);
}

/** Those that the events are about and that are there already. */
async function loadInvitations(
  events: readonly RecordedEvent[],
  transaction: Transaction,
): Promise<Map<string, InvitationRow>> {
  const ids = events.flatMap(({ data }) => ('invitationId' in data ? [data.invitationId] : []));
  type Times = 'sent_at' | 'expires_at' | 'settled_at';
  type Stored = Omit<InvitationRow, Times> & { sent_at: Date; expires_at: Date; settled_at: Date | null };
  const stored = await rowsById<Stored>(transaction, 'invitations', invitationColumns, [...new Set(ids)]);
  return new Map(
    [...stored].map(([id, row]) => [
      id,
      {
        ...row,
        sent_at: row.sent_at.toISOString(),
        expires_at: row.expires_at.toISOString(),
        settled_at: row.settled_at?.toISOString() ?? null,
      },
    ]),
  );
}

type InvitationEvent = Extract<RecordedEvent, { type: `Invitation${string}` }>;

function applyToInvitation(invitations: Map<string, InvitationRow>, event: InvitationEvent): void {
  const { invitationId: id } = event.data;
  const at = instant(event.metadata.at);
  if (event.type === 'InvitationSent') {
    const { role, expiresAt } = event.data;
    const times = { sent_at: at, expires_at: instant(expiresAt), settled_at: null };
    const project_id = streamSubject(event.stream);
    const invited_by = event.metadata.actorId;
    invitations.set(id, { id, project_id, role, state: 'pending', invited_by, accepted_by: null, ...times });
    return;
  }
  const invitation = invitations.get(id);
  if (!invitation)
    throw new Error(`${event.stream} says what became of the invitation ${id}, which was never sent`);
  invitation.settled_at = at;
  switch (event.type) {
    case 'InvitationAccepted':
      invitation.state = 'accepted';
      invitation.accepted_by = event.data.userId;
      return;
    case 'InvitationRevoked':
      invitation.state = 'revoked';
      return;
    case 'InvitationExpired':
      invitation.state = 'expired';
      return;
    default:
      event satisfies never;
  }
}

/** Rows of the streams that the events belong to, with the revision as a number. */
async function load<Row extends { id: string; revision: number }>(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  events: readonly RecordedEvent[],
): Promise<Map<string, Row>> {
  const ids = [...new Set(events.map(({ stream }) => streamSubject(stream)))];
  type Stored = Omit<Row, 'revision'> & { id: string; revision: bigint };
  const stored = await rowsById<Stored>(transaction, table, columns, ids);
  const rows = new Map<string, Row>();
  for (const [id, row] of stored) {
    // The compiler cannot put a generic row together again; only the revision changed its type.
    rows.set(id, { ...row, revision: Number(row.revision) } as unknown as Row);
  }
  return rows;
}
