import type { Cases } from './cases.ts';

/** Reads that find things across projects: everybody may ask, and what they get is what they may see. */
export const findingCases: Readonly<Record<string, Cases>> = {
  search: () => [{ relation: '–', query: '?q=words', expected: 'done' }],
  getCalendar: () => [{ relation: '–', query: '?from=2026-01-01&to=2026-01-31', expected: 'done' }],
  getDeadlines: () => [{ relation: '–', query: '?today=2026-01-01', expected: 'done' }],
  getProjectActivity: ({ world, rights }) =>
    [world.here, world.elsewhere].map((project) => ({
      relation: project === world.here ? 'here' : 'another project',
      params: { id: project.id },
      expected: rights.seesProject(project) ? 'done' : 'not_found',
    })),
  getCompanyActivity: ({ world, rights }) =>
    Object.entries(world.companies).map(([relation, id]) => ({
      relation,
      params: { id },
      expected: rights.seesCompany(id) ? 'done' : 'not_found',
    })),
  getUserActivity: ({ world, caller, rights }) => [
    { relation: 'oneself', params: { id: caller.id }, expected: rights.seesPerson('self') },
    ...(['hermit', 'employee of Alpha', 'employee of Gamma'] as const).map((who) => ({
      relation: who,
      params: { id: world.extras[who] },
      expected: rights.seesPerson(who),
    })),
  ],
};
