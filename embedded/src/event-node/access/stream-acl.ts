/** Who may do what with a stream: names of users and of groups; `$all` stands for everybody. */
export type StreamAcl = { readonly [Right in AclRight]?: readonly string[] };

/** The rights as the JSON of an access control list names them: read, write, delete, and both for the metadata. */
export type AclRight = '$r' | '$w' | '$d' | '$mr' | '$mw';

const RIGHTS: readonly AclRight[] = ['$r', '$w', '$d', '$mr', '$mw'];

export const EVERYBODY = '$all';
export const ADMINS = '$admins';
export const OPERATORS = '$ops';

/** What holds where neither the stream nor `$settings` says otherwise, as on a fresh server. */
export const DEFAULT_ACLS = { user: toEach(EVERYBODY), system: toEach(ADMINS) } as const;

/** Reads an access control list; a right that is malformed counts as absent. */
export function aclOf(value: unknown): StreamAcl | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const rights = new Map<string, unknown>(Object.entries(value));
  const acl: { [Right in AclRight]?: readonly string[] } = {};
  for (const right of RIGHTS) {
    const roles = rolesOf(rights.get(right));
    if (roles !== undefined) acl[right] = roles;
  }
  return acl;
}

/** The default lists that the last event of `$settings` sets. */
export function defaultAclsOf(data: Buffer): { user?: StreamAcl; system?: StreamAcl } {
  let settings: unknown;
  try {
    settings = JSON.parse(data.toString('utf8'));
  } catch {
    return {};
  }
  if (typeof settings !== 'object' || settings === null) return {};
  const lists = new Map<string, unknown>(Object.entries(settings));
  const user = aclOf(lists.get('$userStreamAcl'));
  const system = aclOf(lists.get('$systemStreamAcl'));
  return { ...(user === undefined ? {} : { user }), ...(system === undefined ? {} : { system }) };
}

function rolesOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  return value.filter((role): role is string => typeof role === 'string');
}

function toEach(role: string): Required<StreamAcl> {
  return { $r: [role], $w: [role], $d: [role], $mr: [role], $mw: [role] };
}
