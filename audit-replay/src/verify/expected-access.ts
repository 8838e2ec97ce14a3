import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { type CompanyState, companyFold } from '@ticketing/domain/company/company.ts';
import { type RolesState, rolesFold } from '@ticketing/domain/roles/roles.ts';
import { type RegisteredUser, type UserState, userFold } from '@ticketing/domain/user/user.ts';
import type { Row } from './difference.ts';
import { type ExpectedReadModel, type ExpectedTable, instantValue, keyOf } from './expected-read-model.ts';

type Folded<State> = { readonly state: State; readonly revision: string };

/** People, companies with their staff and employees, and roles. */
export function expectedAccess(): ExpectedReadModel {
  const users = new Map<string, Folded<UserState | undefined>>();
  const companies = new Map<string, Folded<CompanyState | undefined>>();
  const roles = new Map<string, Folded<RolesState>>();
  const invitations = new Map<string, ToldInvitation>();

  const registered = (id: string): { user: RegisteredUser; revision: string } | undefined => {
    const folded = users.get(id);
    return folded?.state?.kind === 'registered'
      ? { user: folded.state, revision: folded.revision }
      : undefined;
  };

  return {
    name: 'access',
    schema: 'read_model',
    apply(event) {
      const id = streamSubject(event.stream);
      const revision = String(event.revision);
      switch (streamCategory(event.stream)) {
        case 'user':
          users.set(id, { state: userFold.evolve(users.get(id)?.state, event), revision });
          return;
        case 'company':
          companies.set(id, { state: companyFold.evolve(companies.get(id)?.state, event), revision });
          return;
        case 'roles':
          roles.set(id, { state: evolvedRoles(roles.get(id), event), revision });
          tellInvitation(invitations, event);
          return;
        default:
          return;
      }
    },
    tables: [
      {
        name: 'users',
        keyColumns: ['id'],
        columns: [
          'id',
          'username',
          'display_name',
          'email',
          'staff',
          'active',
          'superuser',
          'language',
          'revision',
        ],
        *keys() {
          for (const id of users.keys()) if (registered(id)) yield id;
        },
        row(id) {
          const found = registered(id);
          if (!found) return undefined;
          const { username, displayName, email, staff, active, superuser, language } = found.user;
          const { revision } = found;
          return {
            id,
            username,
            display_name: displayName,
            email,
            staff,
            active,
            superuser,
            language,
            revision,
          };
        },
      },
      {
        name: 'companies',
        keyColumns: ['id'],
        columns: [
          'id',
          'name',
          'description',
          'logo_file_id',
          'logo_content_type',
          'logo_digest',
          'report_mailing',
          'revision',
        ],
        *keys() {
          for (const [id, { state }] of companies) if (state) yield id;
        },
        row(id) {
          const { state, revision } = companies.get(id) ?? {};
          if (!state || revision === undefined) return undefined;
          const { name, description, logo, reportMailing, reportMailingSince } = state;
          const { fileId = null, contentType = null, digest = null } = logo ?? {};
          return {
            id,
            name,
            description,
            logo_file_id: fileId,
            logo_content_type: contentType,
            logo_digest: digest,
            report_mailing: reportMailing && { ...reportMailing, since: reportMailingSince },
            revision,
          };
        },
      },
      membershipTable('company_admins', companies, (company) => company.adminIds),
      membershipTable('company_users', companies, (company) => company.userIds),
      {
        name: 'roles',
        keyColumns: ['project_id', 'user_id'],
        columns: ['project_id', 'user_id', 'role'],
        *keys() {
          for (const [id, { state }] of roles)
            for (const userId of state.held.keys()) yield keyOf(id, userId);
        },
        row(key) {
          const [projectId = '', userId = ''] = key.split('/');
          const role = roles.get(projectId)?.state.held.get(userId);
          return role && { project_id: projectId, user_id: userId, role };
        },
      },
      {
        name: 'invitations',
        keyColumns: ['id'],
        columns: [
          'id',
          'project_id',
          'role',
          'state',
          'invited_by',
          'sent_at',
          'expires_at',
          'accepted_by',
          'settled_at',
        ],
        keys: () => invitations.keys(),
        row(id) {
          const told = invitations.get(id);
          const folded = told && roles.get(told.projectId)?.state.invitations.get(id);
          if (!folded) return undefined;
          return {
            id,
            project_id: told.projectId,
            role: folded.role,
            state: folded.state,
            invited_by: told.invitedBy,
            sent_at: told.sentAt,
            expires_at: instantValue(folded.expiresAt),
            accepted_by: folded.acceptedBy,
            settled_at: told.settledAt,
          };
        },
      },
      {
        name: 'role_revisions',
        keyColumns: ['project_id'],
        columns: ['project_id', 'revision'],
        keys: () => roles.keys(),
        row(projectId) {
          const revision = roles.get(projectId)?.revision;
          return revision === undefined ? undefined : { project_id: projectId, revision };
        },
      },
    ],
  };
}

/** What the fold of a project's roles leaves out of an invitation: who sent it, and when what became of it. */
type ToldInvitation = {
  readonly projectId: string;
  readonly invitedBy: string;
  readonly sentAt: string;
  readonly settledAt: string | null;
};

function tellInvitation(invitations: Map<string, ToldInvitation>, event: RecordedEvent): void {
  if (!('invitationId' in event.data)) return;
  const { invitationId } = event.data;
  const at = instantValue(event.metadata.at);
  const before = invitations.get(invitationId);
  if (before) invitations.set(invitationId, { ...before, settledAt: at });
  else {
    const projectId = streamSubject(event.stream);
    invitations.set(invitationId, {
      projectId,
      invitedBy: event.metadata.actorId,
      sentAt: at,
      settledAt: null,
    });
  }
}

const evolvedRoles = (folded: Folded<RolesState> | undefined, event: RecordedEvent): RolesState =>
  rolesFold.evolve(folded?.state ?? rolesFold.initial, event);

function membershipTable(
  name: string,
  companies: ReadonlyMap<string, Folded<CompanyState | undefined>>,
  members: (company: CompanyState) => readonly string[],
): ExpectedTable {
  return {
    name,
    keyColumns: ['company_id', 'user_id'],
    columns: ['company_id', 'user_id'],
    *keys() {
      for (const [id, { state }] of companies) {
        if (state) for (const userId of members(state)) yield keyOf(id, userId);
      }
    },
    row(key): Row | undefined {
      const [companyId = '', userId = ''] = key.split('/');
      const state = companies.get(companyId)?.state;
      return state && members(state).includes(userId)
        ? { company_id: companyId, user_id: userId }
        : undefined;
    },
  };
}
