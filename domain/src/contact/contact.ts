import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ContactEvent, RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { requireActive } from '../project/active.ts';
import type { ProjectState } from '../project/state.ts';

export type ContactCard = {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly title: string;
  readonly department: string;
  readonly notes: string;
};

/** Somebody outside the system whom a project deals with. */
export type PersonContact = ContactCard & {
  readonly kind: 'person';
  readonly id: string;
  readonly projectId: string;
  /** Tag → what the contact is to its team. */
  readonly tags: ReadonlyMap<string, string>;
};

/** What `contact-{id}` adds up to: a person, or, where the id is a company's, how that company is reached. */
export type ContactState =
  | undefined
  | PersonContact
  | { readonly kind: 'company'; readonly email: string | null; readonly phone: string | null }
  | { readonly kind: 'removed' };

/** Folds one event into a contact. Never throws. */
export function evolveContact(state: ContactState, event: RecordedEvent): ContactState {
  switch (event.type) {
    case 'ContactAdded':
      return { kind: 'person', id: streamSubject(event.stream), tags: new Map(), ...event.data };
    case 'CompanyContactChanged':
      return { kind: 'company', ...event.data };
    case 'ContactRemoved':
      return { kind: 'removed' };
    default:
      return state?.kind === 'person' ? change(state, event) : state;
  }
}

function change(contact: PersonContact, event: RecordedEvent): PersonContact {
  switch (event.type) {
    case 'ContactChanged':
      return { ...contact, ...event.data };
    case 'ContactLinkedToTag':
      return { ...contact, tags: new Map(contact.tags).set(event.data.tagId, event.data.role) };
    case 'ContactUnlinkedFromTag': {
      const tags = new Map(contact.tags);
      tags.delete(event.data.tagId);
      return { ...contact, tags };
    }
    default:
      return contact;
  }
}

/** How `contact-{id}` is folded. */
export const contactFold = { initial: undefined as ContactState, evolve: evolveContact };

type Changes = { readonly [Field in keyof ContactCard]?: ContactCard[Field] | undefined };

export type ContactCommand =
  | ({ readonly type: 'AddContact' } & ContactCard)
  | ({ readonly type: 'ChangeContact' } & Changes)
  | { readonly type: 'LinkContact'; readonly tagId: string; readonly role: string }
  | { readonly type: 'UnlinkContact'; readonly tagId: string }
  | { readonly type: 'RemoveContact' };

/**
 * @param project that the contact is one of
 * @throws DomainError when the command cannot be carried out
 */
export function decideContact(
  command: ContactCommand,
  contact: ContactState,
  project: ProjectState,
): readonly ContactEvent[] {
  requireActive(project);
  if (command.type === 'AddContact') {
    const { type: _, ...card } = command;
    return contact ? [] : [{ type: 'ContactAdded', data: { projectId: project.id, ...card } }];
  }
  if (contact?.kind !== 'person') throw new DomainError('not_found');
  switch (command.type) {
    case 'ChangeContact':
      return changeContact(command, contact);
    case 'LinkContact': {
      const { tagId, role } = command;
      if (!project.tags.some(({ id }) => id === tagId)) throw new DomainError('unknown_tag');
      return contact.tags.get(tagId) === role ? [] : [{ type: 'ContactLinkedToTag', data: { tagId, role } }];
    }
    case 'UnlinkContact': {
      const { tagId } = command;
      return contact.tags.has(tagId) ? [{ type: 'ContactUnlinkedFromTag', data: { tagId } }] : [];
    }
    case 'RemoveContact':
      return [{ type: 'ContactRemoved', data: {} }];
    default:
      return command satisfies never;
  }
}

function changeContact(changes: Changes, contact: PersonContact): readonly ContactEvent[] {
  const { name = contact.name, title = contact.title } = changes;
  const { department = contact.department, notes = contact.notes } = changes;
  const { email = contact.email, phone = contact.phone } = changes;
  const card: ContactCard = { name, email, phone, title, department, notes };
  const same =
    name === contact.name &&
    email === contact.email &&
    phone === contact.phone &&
    title === contact.title &&
    department === contact.department &&
    notes === contact.notes;
  return same ? [] : [{ type: 'ContactChanged', data: card }];
}

/** How a company itself is reached; whether there is such a company, its own stream has told. */
export function decideCompanyContact(
  changes: { readonly email?: string | null | undefined; readonly phone?: string | null | undefined },
  contact: ContactState,
): readonly ContactEvent[] {
  const before = contact?.kind === 'company' ? contact : { email: null, phone: null };
  const { email = before.email, phone = before.phone } = changes;
  if (email === before.email && phone === before.phone) return [];
  return [{ type: 'CompanyContactChanged', data: { email, phone } }];
}
