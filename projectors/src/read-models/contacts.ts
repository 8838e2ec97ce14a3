import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { contactsIndexes, contactsTableNames, contactsTables } from './contacts-tables.ts';
import { deleteRows, rowsById, upsertRows } from './rows.ts';
import { isNextOf } from './ticket-row.ts';

type ContactRow = {
  id: string;
  project_id: string;
  name: string;
  email: string | null;
  phone: string | null;
  title: string;
  department: string;
  notes: string;
};
type TagRow = { contact_id: string; tag_id: string; role: string };
type CompanyRow = { company_id: string; email: string | null; phone: string | null };
type RevisionRow = { id: string; revision: number };

const contactColumns = [
  'id',
  'project_id',
  'name',
  'email',
  'phone',
  'title',
  'department',
  'notes',
] as const;

/** People outside the system whom projects deal with, and how companies are reached. */
export const contacts: Projection = {
  name: 'contacts',
  gatherMs: 25,
  version: 1,
  schema: 'read_model',
  ordering: 'key',
  tables: contactsTables,
  indexes: contactsIndexes,
  tableNames: contactsTableNames,
  categories: new Set(['contact']),
  async project({ events }, transaction) {
    const state = await load(events, transaction);
    for (const event of events) {
      const id = streamSubject(event.stream);
      if (!isNextOf(state.revisions.get(id), event)) continue;
      state.revisions.set(id, { id, revision: Number(event.revision) });
      apply(state, id, event);
    }
    await write(state, transaction);
    return [];
  },
};

type State = {
  readonly contacts: Map<string, ContactRow>;
  readonly changed: Set<string>;
  readonly removed: Set<string>;
  /** The last word of the batch on each pair; null takes the link away. */
  readonly tags: Map<string, { contact_id: string; tag_id: string; role: string | null }>;
  readonly companies: Map<string, CompanyRow>;
  readonly revisions: Map<string, RevisionRow>;
};

async function load(events: readonly RecordedEvent[], transaction: Transaction): Promise<State> {
  const ids = [...new Set(events.map(({ stream }) => streamSubject(stream)))];
  type Stored = { id: string; revision: bigint };
  const revisions = await rowsById<Stored>(transaction, 'contact_revisions', ['id', 'revision'], ids);
  return {
    contacts: await rowsById<ContactRow>(transaction, 'contacts', contactColumns, ids),
    changed: new Set(),
    removed: new Set(),
    tags: new Map(),
    companies: new Map(),
    revisions: new Map([...revisions].map(([id, row]) => [id, { id, revision: Number(row.revision) }])),
  };
}

function apply(state: State, id: string, event: RecordedEvent): void {
  switch (event.type) {
    case 'ContactAdded': {
      const { projectId, ...card } = event.data;
      state.contacts.set(id, { id, project_id: projectId, ...card });
      state.changed.add(id);
      return;
    }
    case 'ContactChanged': {
      const contact = state.contacts.get(id);
      if (!contact) throw new Error(`${event.stream} has ${event.type} and no ContactAdded before`);
      state.contacts.set(id, { ...contact, ...event.data });
      state.changed.add(id);
      return;
    }
    case 'ContactLinkedToTag': {
      const { tagId: tag_id, role } = event.data;
      state.tags.set(`${id} ${tag_id}`, { contact_id: id, tag_id, role });
      return;
    }
    case 'ContactUnlinkedFromTag': {
      const { tagId: tag_id } = event.data;
      state.tags.set(`${id} ${tag_id}`, { contact_id: id, tag_id, role: null });
      return;
    }
    case 'ContactRemoved':
      state.contacts.delete(id);
      state.changed.delete(id);
      state.removed.add(id);
      return;
    case 'CompanyContactChanged':
      state.companies.set(id, { company_id: id, ...event.data });
      return;
    default:
      throw new Error(`a contact's stream has an event ${event.type}, which contacts does not know`);
  }
}

async function write(state: State, transaction: Transaction): Promise<void> {
  const changed = [...state.changed].flatMap((id) => state.contacts.get(id) ?? []);
  await upsertRows(transaction, 'contacts', contactColumns, ['id'], changed);
  const pair = ['contact_id', 'tag_id'];
  const links = [...state.tags.values()].filter(({ contact_id }) => !state.removed.has(contact_id));
  const held = links.filter((link): link is TagRow => link.role !== null);
  await upsertRows(transaction, 'contact_tags', [...pair, 'role'], pair, held);
  const gone = links.filter(({ role }) => role === null);
  await deleteRows(transaction, 'contact_tags', pair, gone);
  const removed = [...state.removed];
  await deleteRows(
    transaction,
    'contacts',
    ['id'],
    removed.map((id) => ({ id })),
  );
  await deleteRows(
    transaction,
    'contact_tags',
    ['contact_id'],
    removed.map((contact_id) => ({ contact_id })),
  );
  const companyColumns = ['company_id', 'email', 'phone'];
  await upsertRows(
    transaction,
    'company_contacts',
    companyColumns,
    ['company_id'],
    [...state.companies.values()],
  );
  await upsertRows(
    transaction,
    'contact_revisions',
    ['id', 'revision'],
    ['id'],
    [...state.revisions.values()],
  );
}
