import { type CountedAbout, type ListFilters, listOfPeriod } from '@ticketing/contracts/counted-lists.ts';

const NINETY_DAYS = 90 * 86_400_000;

/** The tickets whose stars a company's rating of the last 90 days is the mean of. */
export function ratingsOf90Days({ companyId, projectIds }: CountedAbout, now = Date.now()): ListFilters {
  const [from, to] = [now - NINETY_DAYS, now].map((time) => new Date(time).toISOString());
  return listOfPeriod('rated', { companyId, projectIds, from: from ?? '', to: to ?? '' });
}
