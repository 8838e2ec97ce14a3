import type { MeView } from '@ticketing/contracts/views.ts';
import { expect, test } from 'vitest';
import { rightsOn } from './rights.ts';

const person = (role: MeView['roles'][number]['role'] | null, superuser = false): MeView => ({
  id: 'me',
  username: 'me',
  displayName: 'Me',
  email: null,
  staff: true,
  active: true,
  superuser,
  language: null,
  revision: '0',
  roles: role === null ? [] : [{ projectId: 'p', role }],
  companies: [],
});
const ticket = (reporterId: string) => ({ projectId: 'p', reporterId });

test('admins direct every ticket, users edit and tag what they reported, managers only look', () => {
  expect(rightsOn(person('admin'), ticket('other'))).toEqual({ edit: true, tag: true, direct: true });
  expect(rightsOn(person('user'), ticket('me'))).toEqual({ edit: true, tag: true, direct: false });
  expect(rightsOn(person('user'), ticket('other'))).toEqual({ edit: false, tag: false, direct: false });
  expect(rightsOn(person('manager'), ticket('me'))).toEqual({ edit: false, tag: false, direct: false });
});

test('whoever has no role edits what they reported; a superuser directs everything', () => {
  expect(rightsOn(person(null), ticket('me'))).toEqual({ edit: true, tag: false, direct: false });
  expect(rightsOn(person(null, true), ticket('other'))).toEqual({ edit: true, tag: true, direct: true });
});
