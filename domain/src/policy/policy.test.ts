import type { Role } from '@ticketing/contracts/kinds.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
import { describe, expect, it } from 'vitest';
import { ids } from '../testing/given.ts';
import {
  mayInProject,
  mayOnSite,
  mayOnTicket,
  type TicketAction,
  ticketScope,
  type Viewer,
} from './policy.ts';
import { ticketPolicy } from './table.ts';

const me = ids.agent;
const viewer = (more: Partial<Viewer> = {}): Viewer => ({
  userId: me,
  superuser: false,
  staff: false,
  roles: new Map(),
  companyIds: new Set(),
  adminOfCompanyIds: new Set(),
  ...more,
});
const inRole = (role: Role, more: Partial<Viewer> = {}) =>
  viewer({ roles: new Map([[ids.project, role]]), ...more });
const ofCompany = viewer({ companyIds: new Set([ids.company]) });

const base = { projectId: ids.project, reporterId: ids.client, companyId: null, assigneeIds: [] };
const tickets: Record<string, TicketFacts> = {
  own: { ...base, reporterId: me },
  assigned: { ...base, assigneeIds: [me] },
  'own company’s': { ...base, companyId: ids.company },
  'another company’s': { ...base, companyId: ids.unknown },
  'no company’s': base,
};
const seen = (who: Viewer, action: TicketAction) =>
  Object.keys(tickets).filter((name) => mayOnTicket(who, action, tickets[name] ?? base));

describe('who sees which tickets', () => {
  const everything = Object.keys(tickets);
  it('superadmins, admins and managers see all', () => {
    for (const role of ['superadmin', 'admin', 'manager'] as const)
      expect(seen(inRole(role), 'ticket.see')).toEqual(everything);
    expect(seen(viewer({ superuser: true }), 'ticket.see')).toEqual(everything);
  });
  it('users see their own, what is assigned to them, and their company’s', () => {
    expect(seen(inRole('user'), 'ticket.see')).toEqual(['own', 'assigned']);
    const employed = inRole('user', { companyIds: new Set([ids.company]) });
    expect(seen(employed, 'ticket.see')).toEqual(['own', 'assigned', 'own company’s']);
  });
  it('company users see their own and their company’s', () =>
    expect(seen(ofCompany, 'ticket.see')).toEqual(['own', 'own company’s']));
  it('people without role or company see what they reported, and otherwise nothing', () =>
    expect(seen(viewer(), 'ticket.see')).toEqual(['own']));
  it('a role in another project is worth nothing here', () =>
    expect(seen(viewer({ roles: new Map([[ids.unknown, 'superadmin']]) }), 'ticket.see')).toEqual(['own']));
  it('belonging to another company changes nothing about what one reported', () => {
    for (const action of ['ticket.see', 'ticket.edit', 'comment.public', 'ticket.tag'] as const) {
      const elsewhere = viewer({ companyIds: new Set([ids.agent]) });
      expect(seen(elsewhere, action)).toEqual(seen(viewer(), action));
    }
  });
});

describe('what they may do', () => {
  it('managers and clients neither move nor assign, archive nor prioritise', () => {
    for (const action of ['ticket.move', 'ticket.assign', 'ticket.archive', 'ticket.prioritise'] as const) {
      for (const who of [inRole('manager'), inRole('user'), ofCompany]) expect(seen(who, action)).toEqual([]);
    }
  });
  it('internal notes are written by admins, read by managers too, and by nobody else', () => {
    expect(seen(inRole('admin'), 'comment.internal')).toHaveLength(5);
    expect(seen(inRole('manager'), 'comment.internal')).toEqual([]);
    expect(seen(inRole('manager'), 'internal-notes.read')).toHaveLength(5);
    expect(seen(inRole('user'), 'internal-notes.read')).toEqual([]);
    expect(seen(ofCompany, 'internal-notes.read')).toEqual([]);
  });
  it('users and company users edit their own tickets only; users tag their own', () => {
    expect(seen(inRole('user'), 'ticket.edit')).toEqual(['own']);
    expect(seen(ofCompany, 'ticket.edit')).toEqual(['own']);
    expect(seen(inRole('user'), 'ticket.tag')).toEqual(['own']);
    expect(seen(ofCompany, 'ticket.tag')).toEqual([]);
  });
  it('clients open tickets for their own company where it has a part, and for no other', () => {
    const project = { id: ids.project, companyIds: [ids.company] };
    expect(mayInProject(ofCompany, 'ticket.open', project, ids.company)).toBe(true);
    expect(mayInProject(ofCompany, 'ticket.open', project, null)).toBe(false);
    expect(mayInProject(ofCompany, 'ticket.open', project, ids.unknown)).toBe(false);
    expect(mayInProject(ofCompany, 'project.see', { id: ids.project, companyIds: [] })).toBe(false);
    expect(mayInProject(inRole('manager'), 'ticket.open', project, null)).toBe(false);
  });
  it('only superadmins configure a project', () => {
    const project = { id: ids.project, companyIds: [ids.company] };
    expect(mayInProject(inRole('superadmin'), 'project.configure', project)).toBe(true);
    for (const who of [inRole('admin'), inRole('manager'), inRole('user'), ofCompany]) {
      expect(mayInProject(who, 'project.configure', project)).toBe(false);
    }
  });
  it('company admins manage their own company', () => {
    const admin = viewer({ adminOfCompanyIds: new Set([ids.company]) });
    expect(mayOnSite(admin, 'company.manage', { companyId: ids.company })).toBe(true);
    expect(mayOnSite(admin, 'company.manage', { companyId: ids.unknown })).toBe(false);
    expect(mayOnSite(admin, 'user.register', {})).toBe(false);
    expect(mayOnSite(viewer(), 'user.profile', { userId: me })).toBe(true);
    expect(mayOnSite(viewer(), 'user.profile', { userId: ids.client })).toBe(false);
  });
});

describe('the scope that queries are made from', () => {
  it('says the same as the decision on each ticket', () => {
    const viewers = [
      viewer(),
      ofCompany,
      viewer({ superuser: true }),
      ...(['superadmin', 'admin', 'manager', 'user'] as const).flatMap((role) => [
        inRole(role),
        inRole(role, { companyIds: new Set([ids.company]) }),
      ]),
    ];
    for (const who of viewers) {
      for (const action of Object.keys(ticketPolicy) as TicketAction[]) {
        const scope = ticketScope(who, action, ids.project);
        for (const ticket of Object.values(tickets)) {
          const reached =
            scope.all ||
            (scope.own && ticket.reporterId === me) ||
            (scope.assigned && ticket.assigneeIds.includes(me)) ||
            (ticket.companyId !== null && scope.companyIds.includes(ticket.companyId));
          expect(reached).toBe(mayOnTicket(who, action, ticket));
        }
      }
    }
  });
});
