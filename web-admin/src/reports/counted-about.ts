import type { CountedAbout } from '@ticketing/contracts/counted-lists.ts';
import type { KpiReport } from '@ticketing/contracts/report-views.ts';

type Scope = Pick<KpiReport, 'scope' | 'wholeProjectIds' | 'ownProjectIds'>;

/**
 * Of which projects and of whom a report's figures are, so that a list asks for the same.
 * @param userId whose figures are asked for; of everybody's one may be told one's own only
 */
export function countedAbout(
  { scope, wholeProjectIds, ownProjectIds }: Scope,
  myId: string,
  userId: string | undefined,
): CountedAbout {
  const mine = scope === 'own' || userId === myId;
  return {
    projectIds: wholeProjectIds && [...wholeProjectIds, ...(mine ? ownProjectIds : [])],
    userId: userId ?? (scope === 'own' ? myId : undefined),
  };
}
