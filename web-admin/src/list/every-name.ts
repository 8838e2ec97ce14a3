import { getCompany, listCompanies } from '@ticketing/contracts/endpoints/companies.ts';
import { getUser, listUsers } from '@ticketing/contracts/endpoints/users.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import type { ApiClient } from '@ticketing/web-kit/api-client.ts';
import { isGone } from '@ticketing/web-kit/api-error.ts';
import type { ListNames } from './use-names.ts';

type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** The names with all people and companies of these tickets among them. @throws ApiError */
export async function everyName(
  api: ApiClient,
  tickets: readonly CardView[],
  names: ListNames,
): Promise<ListNames> {
  const people = tickets.flatMap((card) => [card.reporterId, ...card.assigneeIds]);
  const companies = tickets.flatMap((card) => card.companyId ?? []);
  return {
    ...names,
    people: await complete(
      names.people,
      people,
      (cursor) => api.call(listUsers, { query: { limit: 200, ...cursor } }),
      (id) => api.call(getUser, { params: { id } }),
    ),
    companies: await complete(
      names.companies,
      companies,
      (cursor) => api.call(listCompanies, { query: { limit: 200, ...cursor } }),
      (id) => api.call(getCompany, { params: { id } }),
    ),
  };
}

/** Page by page until all are known; those that are on no page one by one, and who is gone stays unknown. */
async function complete<T extends { readonly id: string }>(
  known: ReadonlyMap<string, T>,
  wanted: readonly string[],
  page: (cursor: { cursor?: string }) => Promise<Page<T>>,
  one: (id: string) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map(known);
  const missing = new Set(wanted.filter((id) => !found.has(id)));
  const learn = (item: T) => {
    found.set(item.id, item);
    missing.delete(item.id);
  };
  let cursor: string | null | undefined;
  while (missing.size > 0 && cursor !== null) {
    const { items, nextCursor } = await page(cursor === undefined ? {} : { cursor });
    for (const item of items) learn(item);
    cursor = nextCursor;
  }
  for (const id of [...missing]) {
    try {
      learn(await one(id));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return found;
}
