import { useQuery } from '@tanstack/react-query';
import { login, logout, me } from '@ticketing/contracts/endpoints/sessions.ts';
import type { MeView } from '@ticketing/contracts/views.ts';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useKit } from './kit.tsx';

const ME = ['me'] as const;

export type Session =
  | { readonly state: 'signed-out' }
  /** `error` is set when it could not be found out; the next try is under way by itself or by `retry`. */
  | { readonly state: 'loading'; readonly error: Error | null; readonly retry: () => void }
  /**
   * `ended`: the server takes the session no longer, though nobody signed out. What is on the page stays as it is, under
   * `SessionEnded`, until the same person has signed in again.
   */
  | { readonly state: 'signed-in'; readonly me: MeView; readonly ended: boolean };

/** Milliseconds until it is asked again who is signed in, when that could not be found out. */
const TRY_AGAIN = 5_000;

/** Who is signed in, over all tabs of the app. */
export function useSession(): Session {
  const { api, tokens } = useKit();
  const stands = useSyncExternalStore(
    (listener) => tokens.onChange(listener),
    () => (tokens.read() !== null ? 'signed-in' : tokens.hasEnded() ? 'ended' : 'signed-out'),
  );
  const query = useQuery({
    queryKey: ME,
    queryFn: ({ signal }) => api.call(me, { signal }),
    enabled: stands === 'signed-in',
    staleTime: 5 * 60_000,
    // Nothing is on the page yet that could be told that the server is back.
    refetchInterval: ({ state }) =>
      state.status === 'error' && state.data === undefined ? TRY_AGAIN : false,
  });
  // A page that is opened after the end of the session has nothing on it that could be kept.
  if (stands === 'signed-out' || (stands === 'ended' && query.data === undefined)) {
    return { state: 'signed-out' };
  }
  if (query.data === undefined) {
    return { state: 'loading', error: query.error, retry: () => void query.refetch() };
  }
  return { state: 'signed-in', me: query.data, ended: stands === 'ended' };
}

/**
 * The person who is signed in; only inside what is shown to signed-in people. Who has just signed out, in another tab maybe, is
 * it for as long as their page still stands.
 */
export function useMe(): MeView {
  const { queries } = useKit();
  const session = useSession();
  const person = session.state === 'signed-in' ? session.me : queries.getQueryData<MeView>(ME);
  const last = useRef(person);
  if (person !== undefined) last.current = person;
  if (last.current === undefined) throw new Error('useMe is for pages behind the sign-in');
  return last.current;
}

/** @throws ApiError from `signIn`: `invalid_credentials`, `rate_limited`, `unreachable` */
export function useSignIn(): (username: string, password: string) => Promise<void> {
  const { api, tokens } = useKit();
  return useCallback(
    async (username, password) => {
      const { access, refresh } = await api.call(login, { body: { username, password } });
      tokens.write({ access, refresh });
    },
    [api, tokens],
  );
}

/**
 * Signs out here at once, in all tabs; the server is told, but need not be reached for it. Who has something that could
 * not be sent yet is asked first. @returns false when the person stays
 */
export function useSignOut(): () => boolean {
  const { api, tokens, delivery } = useKit();
  const { t } = useTranslation();
  return useCallback(() => {
    const { waiting, atRisk } = delivery;
    const question =
      atRisk > 0 ? t('session.unsent', { count: atRisk }) : t('session.unsentKept', { count: waiting });
    if (waiting > 0 && !window.confirm(question)) return false;
    const stored = tokens.read();
    tokens.write(null);
    if (stored !== null) api.call(logout, { body: { refresh: stored.refresh } }).catch(() => undefined);
    return true;
  }, [api, tokens, delivery, t]);
}

const RETURN_KEY = 'ticketing.return-to';

/** Remembers for this tab where a person wanted to go before signing in. */
export function rememberReturn(path: string): void {
  try {
    window.sessionStorage.setItem(RETURN_KEY, path);
  } catch {
    // Without storage the person starts at the first page after signing in.
  }
}

/** Where to go after signing in; it is forgotten by asking. Only paths of this app. */
export function takeReturn(): string {
  try {
    const path = window.sessionStorage.getItem(RETURN_KEY);
    window.sessionStorage.removeItem(RETURN_KEY);
    return path?.startsWith('/') && !path.startsWith('//') ? path : '/';
  } catch {
    return '/';
  }
}
