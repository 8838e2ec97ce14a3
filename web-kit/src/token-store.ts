import { readStored, writeStored } from './stored-value.ts';

export type Tokens = { readonly access: string; readonly refresh: string };

/** Where the session's tokens are kept. All tabs of an app see the same ones. */
export type TokenStore = {
  read(): Tokens | null;
  write(tokens: Tokens | null): void;
  /** The server takes the tokens no longer: nobody is signed in, though nobody has signed out. */
  end(): void;
  /** Whether the session ended by itself and nobody has signed in or out since. */
  hasEnded(): boolean;
  /** Called when this tab or another one changed them. */
  onChange(listener: () => void): () => void;
};

function parseTokens(text: string | null): Tokens | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    if (!('access' in value) || !('refresh' in value)) return null;
    const { access, refresh } = value;
    return typeof access === 'string' && typeof refresh === 'string' ? { access, refresh } : null;
  } catch {
    return null;
  }
}

/** Stands where the tokens were; `parseTokens` finds none in it. */
const ENDED = JSON.stringify({ ended: true });

export function browserTokenStore(key: string): TokenStore {
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  window.addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) tell();
  });
  return {
    read: () => parseTokens(readStored(key)),
    write(tokens) {
      writeStored(key, tokens === null ? null : JSON.stringify(tokens));
      tell();
    },
    end() {
      writeStored(key, ENDED);
      tell();
    },
    hasEnded: () => readStored(key) === ENDED,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
