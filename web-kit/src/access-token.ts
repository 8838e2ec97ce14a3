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
