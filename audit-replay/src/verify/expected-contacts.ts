import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { type ContactState, contactFold, type PersonContact } from '@ticketing/domain/contact/contact.ts';
import { type ExpectedReadModel, keyOf } from './expected-read-model.ts';

/** People outside the system, their links to tags, and how companies are reached. */
export function expectedContacts(): ExpectedReadModel {
  const contacts = new Map<string, { readonly state: ContactState; readonly revision: string }>();
  const people = function* (): Generator<PersonContact> {
    for (const { state } of contacts.values()) if (state?.kind === 'person') yield state;
  };
  const person = (id: string): PersonContact | undefined => {
    const state = contacts.get(id)?.state;
    return state?.kind === 'person' ? state : undefined;
  };
  return {
    name: 'contacts',
    schema: 'read_model',
    apply(event) {
      if (streamCategory(event.stream) !== 'contact') return;
      const id = streamSubject(event.stream);
      const state = contactFold.evolve(contacts.get(id)?.state, event);
      contacts.set(id, { state, revision: String(event.revision) });
    },
    tables: [
      {
        name: 'contacts',
        keyColumns: ['id'],
        columns: ['id', 'project_id', 'name', 'email', 'phone', 'title', 'department', 'notes'],
        *keys() {
          for (const { id } of people()) yield id;
        },
        row(id) {
          const contact = person(id);
          if (!contact) return undefined;
          const { projectId, name, email, phone, title, department, notes } = contact;
          return { id, project_id: projectId, name, email, phone, title, department, notes };
        },
      },
      {
        name: 'contact_tags',
        keyColumns: ['contact_id', 'tag_id'],
        columns: ['contact_id', 'tag_id', 'role'],
        *keys() {
          for (const { id, tags } of people()) for (const tagId of tags.keys()) yield keyOf(id, tagId);
        },
        row(key) {
          const [id = '', tagId = ''] = key.split('/');
          const role = person(id)?.tags.get(tagId);
          return role === undefined ? undefined : { contact_id: id, tag_id: tagId, role };
        },
      },
      {
        name: 'company_contacts',
        keyColumns: ['company_id'],
        columns: ['company_id', 'email', 'phone'],
        *keys() {
          for (const [id, { state }] of contacts) if (state?.kind === 'company') yield id;
        },
        row(id) {
          const state = contacts.get(id)?.state;
          if (state?.kind !== 'company') return undefined;
          return { company_id: id, email: state.email, phone: state.phone };
        },
      },
      {
        name: 'contact_revisions',
        keyColumns: ['id'],
        columns: ['id', 'revision'],
        keys: () => contacts.keys(),
        row(id) {
          const contact = contacts.get(id);
          return contact && { id, revision: contact.revision };
        },
      },
    ],
  };
}
