import type { Cases } from './cases.ts';

/** A logo is there for whoever sees the company, and changed by who manages it. */
export const logoCases: Readonly<Record<string, Cases>> = {
  getCompanyLogo: ({ world, rights }) =>
    Object.entries(world.companies).flatMap(([relation, id]) =>
      ['', '?size=small'].map((query) => ({
        relation,
        params: { id },
        query,
        expected: rights.seesCompany(id) ? ('done' as const) : ('not_found' as const),
      })),
    ),
  changeCompanyLogo: ({ world, rights, caller }) =>
    [
      ...Object.entries(world.companies).map(
        ([relation, id]) => [relation, id, world.uploads.get(caller.id) ?? caller.id] as const,
      ),
      // Nobody looks for its logo at the same time.
      ['a company without relation', world.idleCompanyId, null] as const,
    ].map(([relation, id, fileId]) => ({
      relation,
      params: { id },
      body: { fileId },
      expected: rights.onCompany(id),
    })),
};
