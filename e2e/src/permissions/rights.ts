import type { ErrorCode } from '@ticketing/contracts/errors.ts';
import {
  type Deed,
  mayByHand,
  mayConfigureByHand,
  mayOnContactsByHand,
  mayOpenByHand,
  type Person,
  seesProjectByHand,
  type TicketInTable,
} from '@ticketing/domain/testing/rights-by-hand.ts';
import { reportRights } from './report-rights.ts';
import type { Caller, Extra, Project, Ticket, World } from './world.ts';

/** Whose a file on a ticket is: the person's, another's, or one for those who read internal notes. */
export type FileOf = 'own' | 'others' | 'internal';

/** What an answer must be: done, or refused with this code. */
export type Verdict = 'done' | ErrorCode;

/** The design's rule: who may see a thing but not do it is told so; to whoever may not see it, it is not there. */
const verdict = (may: boolean, sees: boolean): Verdict => (may ? 'done' : sees ? 'forbidden' : 'not_found');

/**
 * What one person may do, by the hand-written table and the words of the design. Nothing here asks the policy that
 * the servers ask.
 */
export function rightsOf(world: World, caller: Caller) {
  const superuser = caller.superuser ?? false;
  const staff = caller.staff ?? false;
  const employer = caller.employedBy && world.companies[caller.employedBy];
  const served = caller.serves && world.companies[caller.serves];
  const companies = [employer, served].filter((id) => id !== undefined);
  const personIn = (project: Project): Person => ({
    id: caller.id,
    superuser,
    role: project === world.here ? caller.role : undefined,
    companies,
    employers: employer === undefined ? [] : [employer],
  });
  const seesProject = (project: Project) => seesProjectByHand(personIn(project), project.companyIds);
  const mayOn = (ticket: TicketInTable & { readonly project: Project }, deed: Deed) =>
    mayByHand(personIn(ticket.project), deed, ticket);
  const readsNotes = (project: Project) => {
    const { role } = personIn(project);
    return superuser || role === 'superadmin' || role === 'admin' || role === 'manager';
  };
  const managesCompany = (companyId: string) => superuser || served === companyId;
  const belongsTo = (companyId: string) => superuser || companies.includes(companyId);
  /** Staff with a role in a project see the companies that it serves; clients their own and no other. */
  const seesCompany = (companyId: string) =>
    belongsTo(companyId) || (staff && caller.role !== undefined && world.here.companyIds.includes(companyId));

  return {
    staff,
    superuser,
    seesProject,
    seesCompany,
    managesCompany,
    readsNotes,
    seesTicket: (ticket: Ticket) => mayOn(ticket, 'see tickets'),
    onTicket: (ticket: TicketInTable & { readonly project: Project }, deed: Deed) =>
      verdict(mayOn(ticket, deed), mayOn(ticket, 'see tickets')),
    /** One's own comment is edited and removed by whoever sees the ticket; an unreadable note is not there. */
    onComment(ticket: Ticket, which: keyof Ticket['comments'], doing: 'edit' | 'remove'): Verdict {
      if (!mayOn(ticket, 'see tickets')) return 'not_found';
      if (which === 'internal' && !readsNotes(ticket.project)) return 'unknown_comment';
      const may = which === 'own' || (doing === 'remove' && mayOn(ticket, 'remove comments of others'));
      return may ? 'done' : 'forbidden';
    },
    /** One's own file is taken off by whoever sees the ticket; what came with an unreadable note is not there. */
    onAttachment(ticket: Ticket, which: FileOf, doing: 'see' | 'remove'): Verdict {
      if (!mayOn(ticket, 'see tickets')) return 'not_found';
      if (which === 'internal' && !readsNotes(ticket.project)) return 'unknown_attachment';
      const edits = mayOn(ticket, 'edit title, text, dates, files');
      return doing === 'see' || which === 'own' || edits ? 'done' : 'forbidden';
    },
    attachingInternally(ticket: Ticket): Verdict {
      const may = mayOn(ticket, 'edit title, text, dates, files') && mayOn(ticket, 'write internal notes');
      return verdict(may, mayOn(ticket, 'see tickets'));
    },
    /** Only its author attaches files to a comment. */
    attachingToOthers(ticket: Ticket, visibility: 'public' | 'internal'): Verdict {
      if (!mayOn(ticket, 'see tickets')) return 'not_found';
      return visibility === 'internal' && !readsNotes(ticket.project) ? 'unknown_comment' : 'forbidden';
    },
    opening(project: Project, companyId: string | null): Verdict {
      const person = personIn(project);
      if (mayOpenByHand(person, companyId, project.companyIds)) return 'done';
      if (!seesProject(project)) return 'not_found';
      if (person.role !== undefined) return 'forbidden';
      // A client opens for their company, so they are told to name it; another company is none of theirs.
      if (companyId === null) return staff ? 'forbidden' : 'company_required';
      return companies.includes(companyId) ? 'forbidden' : 'not_found';
    },
    configuring: (project: Project) => verdict(mayConfigureByHand(personIn(project)), seesProject(project)),
    /** Of a project in which one is what one is in this one. */
    seesContacts: (project: Project): Verdict =>
      mayOnContactsByHand(personIn(project), 'see contacts') ? 'done' : 'not_found',
    addsContacts: (project: Project): Verdict =>
      verdict(mayOnContactsByHand(personIn(project), 'keep contacts'), seesProject(project)),
    keepsContacts: (project: Project): Verdict =>
      verdict(
        mayOnContactsByHand(personIn(project), 'keep contacts'),
        mayOnContactsByHand(personIn(project), 'see contacts'),
      ),
    /** Who works in a project is shown to the staff who see all of it. */
    seesRoles(project: Project): Verdict {
      const { role } = personIn(project);
      const may = superuser || (role !== undefined && role !== 'user');
      return may ? 'done' : 'not_found';
    },
    /** Rooms are of staff alone or within one company: of its employees, who serves it, and superusers. */
    meets: (companyId: string | null) =>
      companyId === null ? superuser || staff : superuser || companies.includes(companyId),
    ...reportRights(world, caller),
    creating: verdict(superuser || staff, true),
    /** Commands on a company ask what one is to the company itself, not what one sees of it through a project. */
    onCompany: (companyId: string) => verdict(managesCompany(companyId), belongsTo(companyId)),
    registering: (companyId: string | undefined) =>
      verdict(superuser || (companyId !== undefined && served === companyId), true),
    /** Another person's account is the business of superusers only, and for everybody else not there to change. */
    onAccount: (userId: string) => verdict(superuser || userId === caller.id, false),
    administering: (userId: string) => verdict(superuser, userId === caller.id),
    seesPerson(which: Extra | 'self'): Verdict {
      const { alpha, gamma } = world.companies;
      const may =
        superuser ||
        which === 'self' ||
        (which === 'employee of Alpha' && seesCompany(alpha)) ||
        (which === 'employee of Gamma' && seesCompany(gamma)) ||
        (which === 'hermit' && staff);
      return may ? 'done' : 'not_found';
    },
  };
}

export type Rights = ReturnType<typeof rightsOf>;
