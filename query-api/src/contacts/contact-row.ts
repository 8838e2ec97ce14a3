import type { ContactView } from '@ticketing/contracts/views.ts';
import { sql } from '@ticketing/platform/sql.ts';

export type ContactRow = {
  id: string;
  project_id: string;
  name: string;
  email: string | null;
  phone: string | null;
  title: string;
  department: string;
  notes: string;
  /** Selected as JSON in the shape of the view. */
  tags: ContactView['tags'];
  revision: bigint;
};

/** What is selected from `read_model.contacts k` for a contact's view: links to tags that the project still has. */
export const contactColumns = sql`k.id, k.project_id, k.name, k.email, k.phone, k.title, k.department, k.notes,
  (select coalesce(jsonb_agg(jsonb_build_object('tagId', t.id, 'role', l.role) order by lower(t.name), t.id), '[]')
    from read_model.contact_tags l join read_model.tags t on t.id = l.tag_id
    where l.contact_id = k.id) as tags,
  (select r.revision from read_model.contact_revisions r where r.id = k.id) as revision`;

export const contactViewOf = (row: ContactRow): ContactView => ({
  id: row.id,
  projectId: row.project_id,
  name: row.name,
  email: row.email,
  phone: row.phone,
  title: row.title,
  department: row.department,
  notes: row.notes,
  tags: row.tags,
  revision: String(row.revision),
});
