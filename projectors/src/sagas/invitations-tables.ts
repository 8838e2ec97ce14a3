/** Tables of the saga of invitations, in the schema `sagas`: the ones that may still be accepted, and until when. */
export const invitationsTables = `
create table if not exists invitations_pending (
  id uuid primary key,
  project_id uuid not null,
  expires_at timestamptz not null,
  -- Id of its InvitationSent.
  sent_by uuid not null
);

-- Revision of roles-{projectId} that the saga stands at.
create table if not exists invitations_revisions (
  id uuid primary key,
  revision bigint not null
);
`;

export const invitationsTableNames = ['invitations_pending', 'invitations_revisions'];
