import type { ContactEvent } from '@ticketing/contracts/events/event.ts';
import { describe, it } from 'vitest';
import { ids, projectState, specification } from '../testing/given.ts';
import {
  type ContactCommand,
  type ContactState,
  contactFold,
  decideCompanyContact,
  decideContact,
} from './contact.ts';

const project = projectState({ tags: [{ id: ids.tag, name: 'network', colour: '#000000', memberIds: [] }] });
const deciding = (of = project) =>
  specification({
    stream: `contact-${ids.client}`,
    ...contactFold,
    decide: (command: ContactCommand, state: ContactState) => decideContact(command, state, of),
  });
const { given } = deciding();
const card = { name: 'Nino', email: null, phone: '+995 32', title: '', department: 'Sales', notes: '' };
const add = { type: 'AddContact', ...card } as const;
const added: ContactEvent = { type: 'ContactAdded', data: { projectId: ids.project, ...card } };
const linked = (role: string): ContactEvent => ({
  type: 'ContactLinkedToTag',
  data: { tagId: ids.tag, role },
});
const removed: ContactEvent = { type: 'ContactRemoved', data: {} };

describe('a contact of a project', () => {
  it('is added once, and changed by what is named', () => {
    given().when(add).thenHappens(added);
    given(added).when(add).thenHappens();
    given(added)
      .when({ type: 'ChangeContact', email: 'nino@example.com', phone: null })
      .thenHappens({ type: 'ContactChanged', data: { ...card, email: 'nino@example.com', phone: null } });
    given(added).when({ type: 'ChangeContact', phone: '+995 32' }).thenHappens();
  });

  it('is linked to a tag of the project with a role, which may be another later', () => {
    const link = { type: 'LinkContact', tagId: ids.tag, role: 'installer' } as const;
    given(added).when(link).thenHappens(linked('installer'));
    given(added, linked('installer')).when(link).thenHappens();
    given(added, linked('installer'))
      .when({ ...link, role: 'owner' })
      .thenHappens(linked('owner'));
    given(added)
      .when({ ...link, tagId: ids.unknown })
      .thenRefused('unknown_tag');
    given(added, linked('installer'))
      .when({ type: 'UnlinkContact', tagId: ids.tag })
      .thenHappens({ type: 'ContactUnlinkedFromTag', data: { tagId: ids.tag } });
    given(added).when({ type: 'UnlinkContact', tagId: ids.tag }).thenHappens();
  });

  it('is not there before it is added and after it is removed, and does not come back', () => {
    given(added).when({ type: 'RemoveContact' }).thenHappens(removed);
    given(added, removed).when({ type: 'RemoveContact' }).thenRefused('not_found');
    given(added, removed).when(add).thenHappens();
    given().when({ type: 'ChangeContact', name: 'Ana' }).thenRefused('not_found');
  });

  it('stays as it is while its project is archived', () =>
    deciding(projectState({ archived: true }))
      .given(added)
      .when({ type: 'RemoveContact' })
      .thenRefused('project_archived'));

  it('is never a company, nor a company one', () =>
    given({ type: 'CompanyContactChanged', data: { email: null, phone: '1234' } })
      .when({ type: 'RemoveContact' })
      .thenRefused('not_found'));
});

describe('how a company is reached', () => {
  const company = specification({
    stream: `contact-${ids.company}`,
    ...contactFold,
    decide: decideCompanyContact,
  });
  const changed = (email: string | null, phone: string | null): ContactEvent => ({
    type: 'CompanyContactChanged',
    data: { email, phone },
  });

  it('changes by what is named, and only then', () => {
    company.given().when({}).thenHappens();
    company.given().when({ email: null }).thenHappens();
    company.given().when({ email: 'a@b.ge' }).thenHappens(changed('a@b.ge', null));
    company.given(changed('a@b.ge', null)).when({ phone: '1234' }).thenHappens(changed('a@b.ge', '1234'));
    company.given(changed('a@b.ge', null)).when({ email: 'a@b.ge' }).thenHappens();
  });
});
