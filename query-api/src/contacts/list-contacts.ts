import type { listContacts as endpoint } from '@ticketing/contracts/endpoints/contacts.ts';
import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { mayInProject } from '@ticketing/domain/policy/policy.ts';
import { allOf, anyOf, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { visibleProject } from '../projects/get-project.ts';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import { containing } from '../reading/like-pattern.ts';
import type { Reading } from '../reading/reader.ts';
import { type ContactRow, contactColumns, contactViewOf } from './contact-row.ts';

/**
 * Contacts of a project, by name.
 * @throws DomainError `not_found` when the caller may not see the project or its contacts
 */
export async function listContacts(
  reading: Reading,
  projectId: string,
  { q, tagId, limit, cursor: text }: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  await requireContactsOf(reading, projectId);
  const cursor = readCursor(text, z.string().max(200));
  const conditions = [sql`k.project_id = ${projectId}::uuid`];
  const words = q?.trim();
  if (words) {
    const pattern = containing(words);
    conditions.push(
      anyOf([
        sql`k.name ilike ${pattern}`,
        sql`k.email ilike ${pattern}`,
        sql`k.title ilike ${pattern}`,
        sql`k.department ilike ${pattern}`,
      ]),
    );
  }
  if (tagId) {
    conditions.push(sql`exists (
      select 1 from read_model.contact_tags l join read_model.tags t on t.id = l.tag_id
      where l.contact_id = k.id and t.id = ${tagId}::uuid)`);
  }
  if (cursor) conditions.push(sql`(lower(k.name), k.id) > (${cursor.key}, ${cursor.id}::uuid)`);
  const rows = await reading.query<ContactRow & { sort_key: string }>(sql`
    select ${contactColumns}, lower(k.name) as sort_key
    from read_model.contacts k
    where ${allOf(conditions)}
    order by lower(k.name), k.id
    limit ${limit + 1}`);
  return pageFrom(rows, limit, contactViewOf, ({ sort_key, id }) => ({ key: sort_key, id }));
}

/** @throws DomainError `not_found` */
export async function requireContactsOf(reading: Reading, projectId: string): Promise<void> {
  const project = await visibleProject(reading, projectId);
  const facts = { id: project.id, companyIds: project.company_ids };
  if (!mayInProject(reading.viewer, 'contact.see', facts)) throw new DomainError('not_found');
}
