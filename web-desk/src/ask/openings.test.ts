import type { MeView, ProjectView } from '@ticketing/contracts/views.ts';
import { describe, expect, it } from 'vitest';
import { openings } from './openings.ts';

const me = (over: Partial<MeView> = {}): MeView => ({
  id: 'u',
  username: 'client',
  displayName: 'Nino',
  staff: false,
  active: true,
  email: null,
  language: null,
  superuser: false,
  revision: '0',
  roles: [],
  companies: [{ id: 'a', name: 'A', relation: 'user' }],
  ...over,
});

const project = (key: string, over: Partial<ProjectView> = {}): ProjectView => ({
  id: key,
  key,
  name: key,
  description: '',
  columns: [],
  leadId: null,
  dueDateBeforeDone: false,
  limitsEnforced: false,
  archived: false,
  tags: [],
  companyIds: ['a'],
  role: null,
  revision: '0',
  ...over,
});

const keys = (found: ReturnType<typeof openings>) => found.map((opening) => opening.project.key);

describe('where one may ask for help', () => {
  it('is where one’s company is attached', () => {
    expect(keys(openings(me(), [project('OPS'), project('HR', { companyIds: ['b'] })]))).toEqual(['OPS']);
  });

  it('is where one holds a role that opens tickets, and a manager’s does not', () => {
    const staff = me({ companies: [] });
    expect(
      keys(
        openings(staff, [
          project('OPS', { role: 'admin' }),
          project('HR', { role: 'manager' }),
          project('IT'),
        ]),
      ),
    ).toEqual(['OPS']);
  });

  it('does not offer to speak for a company that one only serves', () => {
    const server = me({ companies: [{ id: 'a', name: 'A', relation: 'admin' }] });
    expect(openings(server, [project('OPS', { role: 'admin' })])[0]?.companies).toEqual([]);
  });
});
