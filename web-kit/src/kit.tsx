import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { subjectOf } from './access-token.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { Outbox } from './chat/outbox.ts';
import { RoomsInSight } from './chat/rooms-in-sight.ts';
import { KeptCommands } from './commands/kept-commands.ts';
import { Delivery } from './delivery.ts';
import { LiveMarks } from './live-marks.ts';
import { LiveSocket, type LiveStatus } from './live-socket.ts';
import { browserTabs, type OpenTabs } from './open-tabs.ts';
import { PendingCommands } from './pending-commands.ts';
import { socketUrl } from './runtime-config.ts';
import { storageLasts } from './stored-value.ts';
import { browserTabLock } from './token-refresh.ts';
import { browserTokenStore, type TokenStore } from './token-store.ts';

/** What a whole tab has one of. */
export type Kit = {
  readonly api: ApiClient;
  readonly live: LiveSocket;
  readonly tokens: TokenStore;
  readonly queries: QueryClient;
  readonly tabs: OpenTabs;
  readonly pending: PendingCommands;
  /** Ticket commands that survive the page; null at the desk, which writes letters instead. */
  readonly kept: KeptCommands | null;
  /** What is under way in rooms. */
  readonly outbox: Outbox;
  readonly roomsInSight: RoomsInSight;
  /** Sends commands although the server is away for a while. */
  readonly delivery: Delivery;
  readonly marks: LiveMarks;
  /** Called with every command that was refused; its change has been taken back by then. */
  readonly refusals: Set<(error: ApiError) => void>;
};

/** A command was refused, and its change has been taken back. */
export function tellRefusal({ refusals }: Pick<Kit, 'refusals'>, refusal: ApiError): void {
  for (const listener of [...refusals]) listener(refusal);
}

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
  const tabs = browserTabs();
  const kit: Kit = {
    api,
    tabs,
    kept: name === 'admin' ? new KeptCommands(tabs) : null,
    outbox: new Outbox(tabs),
    roomsInSight: new RoomsInSight(),
    delivery: new Delivery({
      person: () => personOf(tokens),
      onChance(listener) {
        const stops = [
          live.onStatus(() => live.status === 'online' && listener()),
          tokens.onChange(listener),
        ];
        window.addEventListener('online', listener);
        return () => {
          for (const stop of stops) stop();
          window.removeEventListener('online', listener);
        };
      },
    }),
    live,
    tokens,
    queries,
    pending: new PendingCommands(),
    marks: new LiveMarks(),
    refusals: new Set(),
  };
  followSession(kit);
  window.addEventListener('online', () => live.wake());
  // A device that slept, or a tab that was put aside, may not know yet that its connection is gone.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') live.wake();
  });
  // The browser asks before a page is closed with which something would be lost.
  window.addEventListener('beforeunload', (event) => {
    const { waiting, atRisk } = kit.delivery;
    if (atRisk > 0 || (waiting > 0 && !storageLasts())) event.preventDefault();
  });
  return kit;
}

/**
 * Another person, or nobody, in any tab: nothing of the last one may stay. A session that ended by itself closes the
 * connection only: its page is kept out of sight until the same person is back, who finds everything as it was.
 */
function followSession({ tokens, live, queries, pending, kept, outbox }: Kit): void {
  /** Whose things are in this page. */
  let owner = personOf(tokens);
  let signedIn = owner !== null;
  tokens.onChange(() => {
    const now = personOf(tokens);
    if (now === null) {
      if (signedIn) live.close();
      signedIn = false;
      if (tokens.hasEnded()) return;
    }
    if (now !== owner) {
      owner = now;
      live.close();
      pending.clear();
      kept?.clear();
      outbox.clear();
      queries.clear();
    } else if (now !== null && !signedIn) {
      // What failed meanwhile, and what changed.
      void queries.invalidateQueries();
    }
    if (now !== null && !signedIn) live.reopen();
    signedIn = now !== null;
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

/** How many commands wait because the server is away. */
export function useWaiting(): number {
  const { delivery } = useKit();
  return useSyncExternalStore(delivery.subscribe, () => delivery.waiting);
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError;
