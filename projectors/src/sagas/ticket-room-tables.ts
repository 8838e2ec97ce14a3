/** Table of the process manager of tickets' rooms, in the schema `sagas`: which rooms an admin of a company comes into. */
export const ticketRoomTables = `
create table if not exists ticket_rooms (
  id uuid primary key,
  company_id uuid,
  archived boolean not null,
  -- Of ticket-{id}.
  revision bigint not null
);

-- Asked whenever a company's admins change.
create index if not exists ticket_rooms_company on ticket_rooms (company_id) where not archived;
`;

export const ticketRoomTableNames = ['ticket_rooms'];
