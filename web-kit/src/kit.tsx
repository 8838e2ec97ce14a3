import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { subjectOf } from './access-token.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { LiveMarks } from './live-marks.ts';
import { LiveSocket, type LiveStatus } from './live-socket.ts';
import { PendingCommands } from './pending-commands.ts';
import { socketUrl } from './runtime-config.ts';
import { browserTabLock } from './token-refresh.ts';
import { browserTokenStore, type TokenStore } from './token-store.ts';

/** What a whole tab has one of. */
export type Kit = {
  readonly api: ApiClient;
  readonly live: LiveSocket;
  readonly tokens: TokenStore;
  readonly queries: QueryClient;
  readonly pending: PendingCommands;
  readonly marks: LiveMarks;
  /** Called with every command that was refused; its change has been taken back by then. */
  readonly refusals: Set<(error: ApiError) => void>;
};

/** @param name tells the sessions of two apps on one origin apart */
export function createKit(apiUrl: string, name: 'admin' | 'desk'): Kit {
  const tokens = browserTokenStore(`ticketing.${name}.session`);
  const api = createApiClient({ apiUrl, store: tokens, lock: browserTabLock() });
  const live = new LiveSocket({
    url: socketUrl(apiUrl, window.location.href),
    accessToken: (seconds) => api.accessToken(seconds),
  });
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // The client itself tries again where that may help; a refusal will not change by asking twice.
        retry: false,
        refetchOnReconnect: true,
      },
    },
  });
  const kit: Kit = {
    api,
    live,
    tokens,
    queries,
    pending: new PendingCommands(),
    marks: new LiveMarks(),
    refusals: new Set(),
  };
  followSession(kit);
  window.addEventListener('online', () => live.wake());
  return kit;
}

/** Another person, or nobody, in any tab: nothing of the last one may stay on the screen. */
function followSession({ tokens, live, queries }: Kit): void {
  let person = personOf(tokens);
  tokens.onChange(() => {
    const now = personOf(tokens);
    if (now === person) return;
    person = now;
    live.close();
    queries.clear();
    if (now !== null) live.reopen();
  });
}

function personOf(tokens: TokenStore): string | null {
  const stored = tokens.read();
  return stored === null ? null : (subjectOf(stored.access) ?? stored.access);
}

const KitContext = createContext<Kit | null>(null);

export function KitProvider({ kit, children }: { kit: Kit; children: ReactNode }) {
  return (
    <KitContext value={kit}>
      <QueryClientProvider client={kit.queries}>{children}</QueryClientProvider>
    </KitContext>
  );
}

export function useKit(): Kit {
  const kit = useContext(KitContext);
  if (kit === null) throw new Error('useKit needs a KitProvider around it');
  return kit;
}

export function useLiveStatus(): LiveStatus {
  const { live } = useKit();
  return useSyncExternalStore(
    (listener) => live.onStatus(listener),
    () => live.status,
  );
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError;
