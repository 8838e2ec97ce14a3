/** Tables of `access`: people, companies with their staff and employees, and roles per project. */
export const accessTables = `
create table if not exists users (
  id uuid primary key,
  username text not null,
  display_name text not null,
  email text,
  staff boolean not null,
  active boolean not null,
  superuser boolean not null,
  -- As in LanguageChosen; null before it was chosen.
  language text,
  -- Revision of user-{id}.
  revision bigint not null
);

create table if not exists companies (
  id uuid primary key,
  name text not null,
  description text not null,
  -- An image in the store by its digest; null while it has none.
  logo_file_id uuid,
  logo_content_type text,
  logo_digest text,
  -- As in CompanyReportMailingChanged, with since when it is so; null: its report is mailed to nobody.
  report_mailing jsonb,
  -- Revision of company-{id}.
  revision bigint not null
);

-- IT staff who serve the company.
create table if not exists company_admins (
  company_id uuid not null,
  user_id uuid not null,
  primary key (company_id, user_id)
);

-- The company's employees.
create table if not exists company_users (
  company_id uuid not null,
  user_id uuid not null,
  primary key (company_id, user_id)
);

create table if not exists roles (
  project_id uuid not null,
  user_id uuid not null,
  role text not null,
  primary key (project_id, user_id)
);

-- Invitations to a project. To which address they went is not in the log, and not here.
create table if not exists invitations (
  id uuid primary key,
  project_id uuid not null,
  role text not null,
  -- pending, accepted, revoked or expired.
  state text not null,
  invited_by uuid not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_by uuid,
  settled_at timestamptz
);

-- Revision of roles-{projectId} that roles and invitations stand at.
create table if not exists role_revisions (
  project_id uuid primary key,
  revision bigint not null
);
`;

export const accessIndexes = `
create index if not exists users_username on users (lower(username));
create index if not exists company_admins_user on company_admins (user_id);
create index if not exists company_users_user on company_users (user_id);
create index if not exists roles_user on roles (user_id);
create index if not exists invitations_project on invitations (project_id, sent_at desc, id desc);
`;

export const accessTableNames = [
  'users',
  'companies',
  'company_admins',
  'company_users',
  'roles',
  'invitations',
  'role_revisions',
];
