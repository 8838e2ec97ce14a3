import { type Person, reportsByHand, seesProjectByHand } from '@ticketing/domain/testing/rights-by-hand.ts';
import type { Verdict } from './rights.ts';
import type { Caller, Project, World } from './world.ts';

/** What one person may learn from reports, by the hand-written table and the words of the design. */
export function reportRights(world: World, caller: Caller) {
  const employer = caller.employedBy && world.companies[caller.employedBy];
  const served = caller.serves && world.companies[caller.serves];
  const companies = [employer, served].filter((id) => id !== undefined);
  const superuser = caller.superuser ?? false;
  const personIn = (project: Project): Person => ({
    id: caller.id,
    superuser,
    role: project === world.here ? caller.role : undefined,
    companies,
    employers: employer === undefined ? [] : [employer],
  });
  const told = (may: boolean, sees: boolean): Verdict => (may ? 'done' : sees ? 'forbidden' : 'not_found');
  const seesProject = (project: Project) => seesProjectByHand(personIn(project), project.companyIds);

  return {
    /** The project's superadmins review; nobody in this world is a lead. */
    reviewing: (project: Project): Verdict =>
      told(superuser || personIn(project).role === 'superadmin', seesProject(project)),
    /** Figures of a company: its own people are told how content it is, and no more. */
    figuresOfCompany(companyId: string, of: 'tickets' | 'satisfaction'): Verdict {
      const here = caller.staff && caller.role !== undefined && world.here.companyIds.includes(companyId);
      const sees = superuser || companies.includes(companyId) || here === true;
      const totals = here === true && caller.role !== 'user';
      const own = of === 'satisfaction' && companies.includes(companyId);
      return told(superuser || served === companyId || totals || own, sees);
    },
    /** What a colleague did. */
    figuresOfOthers: (project: Project): Verdict =>
      told(reportsByHand(personIn(project)) === 'all', seesProject(project)),
    /** Figures of all projects together, for who holds a role in any. */
    anyFigures: told(superuser || caller.role !== undefined, true),
    /** Figures of a project, or one's own where that is all one gets. */
    figuresOf(project: Project): Verdict {
      const cell = reportsByHand(personIn(project));
      return told(cell !== "own company's satisfaction", seesProject(project));
    },
  };
}
