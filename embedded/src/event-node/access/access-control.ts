import type { Metadata } from '@grpc/grpc-js';
import { tooManySignIns, unauthenticated } from '../grpc-errors.ts';
import type { LogReader } from '../log-reader.ts';
import { isMetadataStream, streamDescribedBy } from '../stream-metadata.ts';
import type { Caller, StreamAction } from './caller.ts';
import { type NodeUser, type NodeUsers, TooManySignInsError } from './node-users.ts';
import {
  type AclRight,
  ADMINS,
  DEFAULT_ACLS,
  defaultAclsOf,
  EVERYBODY,
  OPERATORS,
  type StreamAcl,
} from './stream-acl.ts';

/** The stream whose last event sets the default access control lists. */
const SETTINGS_STREAM = '$settings';

const RIGHTS = {
  stream: { read: '$r', write: '$w', delete: '$d' },
  metadata: { read: '$mr', write: '$mw', delete: undefined },
} as const satisfies Record<string, Record<StreamAction, AclRight | undefined>>;

/** Somebody without credentials: may ask what the node is, and nothing of any stream. */
const NOBODY: Caller = { name: undefined, isOperator: false, isAdmin: false, may: () => false };

/** Decides who a caller is and what they may do, by the rules of the server's access control lists. */
export class AccessControl {
  readonly users: NodeUsers;
  readonly #reader: LogReader;
  #settings: { position: number; user?: StreamAcl; system?: StreamAcl } = { position: 0 };

  constructor(users: NodeUsers, reader: LogReader) {
    this.users = users;
    this.#reader = reader;
  }

  /** @throws UNAUTHENTICATED when there are credentials and they are wrong */
  async callerOf(metadata: Metadata): Promise<Caller> {
    const [header] = metadata.get('authorization');
    if (header === undefined) return NOBODY;
    const credentials = basicCredentials(header.toString());
    if (credentials === undefined) throw unauthenticated();
    let user: NodeUser | undefined;
    try {
      user = await this.users.signIn(credentials.name, credentials.password);
    } catch (error) {
      if (error instanceof TooManySignInsError) throw tooManySignIns(error.message);
      throw error;
    }
    if (user === undefined) throw unauthenticated();
    return this.#caller(user);
  }

  #caller(user: NodeUser): Caller {
    const roles = new Set([user.loginName, ...user.groups]);
    const isAdmin = user.loginName === 'admin' || roles.has(ADMINS);
    const changes = this.users.changesOf(user.loginName);
    return {
      name: user.loginName,
      isAdmin,
      isOperator: isAdmin || user.loginName === 'ops' || roles.has(OPERATORS),
      may: (action, stream) => {
        // Of a call that outlives a change of its user nothing more is taken.
        if (this.users.changesOf(user.loginName) !== changes) return false;
        const ofMetadata = isMetadataStream(stream);
        const right = RIGHTS[ofMetadata ? 'metadata' : 'stream'][action];
        if (right === undefined || (stream === '$all' && action !== 'read')) return false;
        if (isAdmin) return true;
        return this.#isGranted(right, ofMetadata ? streamDescribedBy(stream) : stream, roles);
      },
    };
  }

  async #isGranted(right: AclRight, stream: string, roles: ReadonlySet<string>): Promise<boolean> {
    const { metadata } = await this.#reader.head(stream);
    const kind = stream.startsWith('$') ? 'system' : 'user';
    const granted =
      metadata.acl?.[right] ?? (await this.#defaults())[kind]?.[right] ?? DEFAULT_ACLS[kind][right];
    return granted.includes(EVERYBODY) || granted.some((role) => roles.has(role));
  }

  async #defaults(): Promise<{ user?: StreamAcl; system?: StreamAcl }> {
    const { position } = await this.#reader.head(SETTINGS_STREAM);
    if (position !== this.#settings.position) {
      const last = await this.#reader.lastOf(SETTINGS_STREAM);
      this.#settings = { position, ...(last === undefined ? {} : defaultAclsOf(last.data)) };
    }
    return this.#settings;
  }
}

function basicCredentials(header: string): { name: string; password: string } | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
