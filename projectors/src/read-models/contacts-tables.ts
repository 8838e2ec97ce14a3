/**
 * Tables of `contacts`: people outside the system, and how companies are reached. With `users` the only rows that hold
 * personal data; those of a contact that was removed are gone.
 */
export const contactsTables = `
create table if not exists contacts (
  id uuid primary key,
  project_id uuid not null,
  name text not null,
  email text,
  phone text,
  title text not null,
  department text not null,
  notes text not null
);

-- What a contact is to the team of a tag. The tag itself may be gone from its project.
create table if not exists contact_tags (
  contact_id uuid not null,
  tag_id uuid not null,
  role text not null,
  primary key (contact_id, tag_id)
);

create table if not exists company_contacts (
  company_id uuid primary key,
  email text,
  phone text
);

-- Revision of contact-{id} that the rows stand at, also when they are gone.
create table if not exists contact_revisions (
  id uuid primary key,
  revision bigint not null
);
`;

export const contactsIndexes = `
create index if not exists contacts_project on contacts (project_id, lower(name), id);
create index if not exists contact_tags_tag on contact_tags (tag_id);
`;

export const contactsTableNames = ['contacts', 'contact_tags', 'company_contacts', 'contact_revisions'];
