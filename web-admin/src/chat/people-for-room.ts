import { useQuery } from '@tanstack/react-query';
import { listUsers } from '@ticketing/contracts/endpoints/users.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { fits } from '@ticketing/web-kit/lists.ts';

const NOBODY: readonly PersonView[] = [];

/**
 * People by words who may be in a room: of a company its own, among staff staff.
 * @param companyId null among staff
 */
export function usePeopleForRoom(companyId: string | null, words: string): readonly PersonView[] {
  const { api } = useKit();
  const { data } = useQuery({
    queryKey: ['people', 'for-room', companyId, words],
    placeholderData: (before: readonly PersonView[] | undefined) =>
      before?.filter(({ displayName, username }) => fits(`${displayName} ${username}`, words)),
    queryFn: async ({ signal }) => {
      const within = companyId === null ? ({ staff: 'true' } as const) : { companyId };
      const page = await api.call(listUsers, {
        query: { q: words, active: 'true', limit: 50, ...within },
        signal,
      });
      return page.items;
    },
  });
  return data ?? NOBODY;
}
