import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ContactView } from '@ticketing/contracts/views.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { type ContactRow, contactColumns, contactViewOf } from './contact-row.ts';
import { requireContactsOf } from './list-contacts.ts';

/** @throws DomainError `not_found`, also when the caller may not see it */
export async function getContact(reading: Reading, contactId: string): Promise<ContactView> {
  const [row] = await reading.query<ContactRow>(sql`
    select ${contactColumns} from read_model.contacts k where k.id = ${contactId}`);
  if (!row) throw new DomainError('not_found');
  await requireContactsOf(reading, row.project_id);
  return contactViewOf(row);
}
