import type { ListFilters } from '@ticketing/contracts/counted-lists.ts';

/** Address of the list of all tickets with these filters; what is undefined is left out. */
export function listAddress(filters: ListFilters | Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value);
  return `/all?${query}`;
}
