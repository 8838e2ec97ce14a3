import { useQuery, useQueryClient } from '@tanstack/react-query';
import { endOtherSessions, endSession, listSessions } from '@ticketing/contracts/endpoints/sessions.ts';
import type { SessionView } from '@ticketing/contracts/session-view.ts';
import type { TFunction } from 'i18next';
import { isGone } from './api-error.ts';
import { deviceName } from './device-name.ts';
import { useKit } from './kit.tsx';

/** Where the person is signed in, the browser that asks first. */
export function useSessions() {
  const { api } = useKit();
  return useQuery({
    queryKey: ['sessions'],
    // Looked at to see whether somebody is there who should not be: what was known a while ago does not help.
    staleTime: 0,
    queryFn: async ({ signal }) => (await api.call(listSessions, { signal })).items,
  });
}

export type EndSessions = {
  /** Ends one; one that has ended meanwhile is no error. @throws ApiError */
  one(id: string): Promise<void>;
  /** Ends all but this one. @returns how many there were. @throws ApiError */
  others(): Promise<number>;
};

export function useEndSessions(): EndSessions {
  const { api } = useKit();
  const queries = useQueryClient();
  const readAgain = () => queries.invalidateQueries({ queryKey: ['sessions'] });
  return {
    async one(id) {
      try {
        await api.call(endSession, { params: { id } });
      } catch (error) {
        if (!isGone(error)) throw error;
      }
      await readAgain();
    },
    async others() {
      const { ended } = await api.call(endOtherSessions, {});
      await readAgain();
      return ended;
    },
  };
}

/** `Chrome on Windows`, as far as it is known. */
export function deviceWords(t: TFunction, { userAgent }: SessionView): string {
  const { browser, system } = deviceName(userAgent);
  if (browser !== null && system !== null) return t('sessions.device', { browser, system });
  return browser ?? system ?? t('sessions.unknown');
}
