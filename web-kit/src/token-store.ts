import { readStored, writeStored } from './stored-value.ts';

export type Tokens = { readonly access: string; readonly refresh: string };

/** Where the session's tokens are kept. All tabs of an app see the same ones. */
export type TokenStore = {
  read(): Tokens | null;
  write(tokens: Tokens | null): void;
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
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Claims = { readonly exp?: number; readonly sub?: string };

function claimsOf(access: string): Claims {
  try {
    const payload = access.split('.')[1] ?? '';
    const value: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof value !== 'object' || value === null) return {};
    return {
      ...('exp' in value && typeof value.exp === 'number' ? { exp: value.exp } : {}),
      ...('sub' in value && typeof value.sub === 'string' ? { sub: value.sub } : {}),
    };
  } catch {
    return {};
  }
}

/** When an access token ends, in milliseconds since 1970; undefined when it does not say. */
export function expiryOf(access: string): number | undefined {
  const { exp } = claimsOf(access);
  return exp === undefined ? undefined : exp * 1000;
}

/** Whose token it is; undefined when it does not say. */
export const subjectOf = (access: string): string | undefined => claimsOf(access).sub;
