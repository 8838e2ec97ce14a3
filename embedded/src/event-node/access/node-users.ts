import { createHmac, randomBytes } from 'node:crypto';
import { hashPassword, passwordMatches } from '@ticketing/platform/passwords.ts';
import type { Queryable } from '../event-table.ts';

/** Somebody who may call the node, as the database knows them. */
export type NodeUser = {
  readonly loginName: string;
  readonly fullName: string;
  readonly groups: readonly string[];
  readonly disabled: boolean;
  readonly updated: Date;
};

const TABLE = `
create table if not exists event_store.users (
  login_name    text collate "C" not null primary key,
  full_name     text not null,
  groups        text[] not null,
  password_hash text not null,
  disabled      boolean not null default false,
  updated       timestamptz not null default now()
);
comment on column event_store.users.password_hash is 'argon2id';
`;

/** Sign-ins that were found right and are not computed again, at most; argon2id takes tens of milliseconds. */
const REMEMBERED = 1_000;
/** Sign-ins under way beyond which the node refuses more: each costs 19 MiB and a thread. */
const SIGN_INS_AT_ONCE = 64;

export class TooManySignInsError extends Error {}

/** The users of a node. Only this node writes them, so that what it remembers is right until it changes it itself. */
export class NodeUsers {
  readonly #database: Queryable;
  /** By a keyed hash of name and password, so that no password stays in memory. */
  readonly #remembered = new Map<string, NodeUser>();
  readonly #key = randomBytes(32);
  readonly #changes = new Map<string, number>();
  #signIns = 0;

  private constructor(database: Queryable) {
    this.#database = database;
  }

  static async open(database: Queryable): Promise<NodeUsers> {
    await database.query(TABLE);
    return new NodeUsers(database);
  }

  /** Counts the changes of a user, so that whoever signed in before one can be told from whoever did after it. */
  changesOf(loginName: string): number {
    return this.#changes.get(loginName) ?? 0;
  }

  /**
   * The user with that name and password, unless there is none or it is disabled.
   * @throws TooManySignInsError when too many are being checked
   */
  async signIn(loginName: string, password: string): Promise<NodeUser | undefined> {
    const digest = createHmac('sha256', this.#key).update(`${loginName}\0${password}`).digest('base64');
    const known = this.#remembered.get(digest);
    if (known !== undefined) return known;
    if (this.#signIns >= SIGN_INS_AT_ONCE) {
      throw new TooManySignInsError('Too many sign-ins at once. Try again.');
    }
    this.#signIns += 1;
    try {
      const before = this.changesOf(loginName);
      const row = await this.#row(loginName);
      if (!(await passwordMatches(row?.hash, password)) || row === undefined || row.user.disabled)
        return undefined;
      if (before !== this.changesOf(loginName)) return undefined;
      if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
      this.#remembered.set(digest, row.user);
      return row.user;
    } finally {
      this.#signIns -= 1;
    }
  }

  async find(loginName: string): Promise<NodeUser | undefined> {
    return (await this.#row(loginName))?.user;
  }

  async all(): Promise<NodeUser[]> {
    const { rows } = await this.#database.query<UserRow>(`${SELECT} order by login_name`);
    return rows.map(userOf);
  }

  /** @returns false when the name is taken */
  async create(
    user: Pick<NodeUser, 'loginName' | 'fullName' | 'groups'>,
    password: string,
  ): Promise<boolean> {
    const result = await this.#database.query(
      `insert into event_store.users (login_name, full_name, groups, password_hash) values ($1, $2, $3, $4)
        on conflict (login_name) do nothing`,
      [user.loginName, user.fullName, user.groups, await hashPassword(password)],
    );
    return this.#changed(user.loginName, result.rowCount);
  }

  /** @returns false when there is no such user; so do the others */
  async update(loginName: string, fullName: string, groups: readonly string[]): Promise<boolean> {
    const result = await this.#database.query(
      'update event_store.users set full_name = $2, groups = $3, updated = now() where login_name = $1',
      [loginName, fullName, groups],
    );
    return this.#changed(loginName, result.rowCount);
  }

  async setPassword(loginName: string, password: string): Promise<boolean> {
    const result = await this.#database.query(
      'update event_store.users set password_hash = $2, updated = now() where login_name = $1',
      [loginName, await hashPassword(password)],
    );
    return this.#changed(loginName, result.rowCount);
  }

  async setDisabled(loginName: string, disabled: boolean): Promise<boolean> {
    const result = await this.#database.query(
      'update event_store.users set disabled = $2, updated = now() where login_name = $1',
      [loginName, disabled],
    );
    return this.#changed(loginName, result.rowCount);
  }

  async remove(loginName: string): Promise<boolean> {
    const result = await this.#database.query('delete from event_store.users where login_name = $1', [
      loginName,
    ]);
    return this.#changed(loginName, result.rowCount);
  }

  #changed(loginName: string, rows: number | null): boolean {
    if (rows !== 1) return false;
    this.#changes.set(loginName, this.changesOf(loginName) + 1);
    this.#remembered.clear();
    return true;
  }

  async #row(loginName: string): Promise<{ user: NodeUser; hash: string } | undefined> {
    const { rows } = await this.#database.query<UserRow>(`${SELECT} where login_name = $1`, [loginName]);
    const [row] = rows;
    return row === undefined ? undefined : { user: userOf(row), hash: row.password_hash };
  }
}

type UserRow = {
  login_name: string;
  full_name: string;
  groups: string[];
  password_hash: string;
  disabled: boolean;
  updated: Date;
};

const SELECT =
  'select login_name, full_name, groups, password_hash, disabled, updated from event_store.users';

const userOf = (row: UserRow): NodeUser => ({
  loginName: row.login_name,
  fullName: row.full_name,
  groups: row.groups,
  disabled: row.disabled,
  updated: row.updated,
});
