import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedStartError } from '../embedded-start-error.ts';

/** How to start a program of PostgreSQL: a prefix of the command line, and the user to start it as. */
export interface PostgresIdentity {
  readonly prefix: readonly string[];
  /** Empty unless this process is root: then PostgreSQL runs as this user, as it refuses to run as root. */
  readonly owner: { readonly uid?: number; readonly gid?: number };
}

interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Decides as whom PostgreSQL runs.
 *
 * Not root: as ourselves. Root: as the user who already owns the data, else as `postgres` when the
 * machine has that user, else as `nobody`, which every system has, so no user is ever created and neither
 * `useradd` nor `sudo` is needed. `initdb` wants an entry in the user list, so a bare number does not do.
 *
 * That user must reach the programs and the data, and a checkout below `/root` or a `mktemp -d` folder is
 * closed to it. Rather than open a folder of somebody's home or keep the data elsewhere, the server is
 * then given one capability, to read past folder permissions, by `setpriv` of util-linux. Containers often
 * lack that capability but have the wider one to override permissions, so that is tried second.
 *
 * @param paths a program to run and a folder to enter, each absolute
 * @throws EmbeddedStartError when the user cannot get there in any of these ways
 */
export function choosePostgresIdentity(paths: {
  readonly program: string;
  readonly folder: string;
  readonly dataOwner?: { readonly uid: number; readonly gid: number } | undefined;
}): PostgresIdentity {
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    return { prefix: [], owner: {} };
  }
  const user = paths.dataOwner ? { name: `user ${paths.dataOwner.uid}`, ...paths.dataOwner } : systemUser();
  const owner = { uid: user.uid, gid: user.gid };
  const plain: PostgresIdentity = { prefix: [], owner };
  if (reaches(plain, paths)) {
    return plain;
  }
  for (const capability of ['dac_read_search', 'dac_override']) {
    const identity: PostgresIdentity = { prefix: setprivPrefix(user, capability), owner: {} };
    if (reaches(identity, paths)) {
      return { ...identity, owner };
    }
  }
  const closed = firstClosedFolder(paths.folder, user) ?? firstClosedFolder(paths.program, user);
  throw new EmbeddedStartError(
    `PostgreSQL refuses to run as root, and ${user.name}, as which it would run, may not enter ${closed ?? paths.folder}.`,
    `Run "chmod o+x ${closed ?? paths.folder}", start as a user other than root, or keep the checkout and DATA_DIR in a folder that every user may enter, such as one below /srv.`,
  );
}

/** The command line and options of `spawn` for a program run as that identity. */
export function asIdentity(
  identity: PostgresIdentity,
  program: string,
  args: readonly string[],
): { command: string; args: string[]; options: { cwd: string; uid?: number; gid?: number } } {
  const [command = program, ...rest] = [...identity.prefix, program, ...args];
  // Behind setpriv we stay root until setpriv has set the capability up: it changes the user itself.
  const user = identity.prefix.length > 0 ? {} : identity.owner;
  return {
    command,
    args: rest,
    options: { cwd: process.platform === 'win32' ? process.cwd() : '/', ...user },
  };
}

function setprivPrefix(user: SystemUser, capability: string): string[] {
  return [
    'setpriv',
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    // Without it access(2), which PostgreSQL asks about its own programs, ignores the capability.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=-all,+${capability}`,
    `--ambient-caps=-all,+${capability}`,
    '--',
  ];
}

function reaches(identity: PostgresIdentity, paths: { program: string; folder: string }): boolean {
  const run = asIdentity(identity, '/bin/sh', [
    '-c',
    'cd "$1" && exec "$2" --version',
    'sh',
    paths.folder,
    paths.program,
  ]);
  return spawnSync(run.command, run.args, { ...run.options, stdio: 'ignore' }).status === 0;
}

function systemUser(): SystemUser {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => user.name !== '' && user.uid !== 0);
  const user = users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody');
  if (!user) {
    throw new EmbeddedStartError(
      'PostgreSQL refuses to run as root, and this machine has neither a user postgres nor a user nobody to run it as.',
      'Start as a user other than root, add a system user named postgres, or set DATABASE_URL to a PostgreSQL 18 of your own.',
    );
  }
  return user;
}

/** The outermost folder on the way to `path` that the user may not enter, judged by its permission bits. */
function firstClosedFolder(path: string, user: { uid: number; gid: number }): string | undefined {
  const parents: string[] = [];
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    parents.unshift(folder);
  }
  return parents.find((folder) => {
    try {
      accessSync(folder, constants.F_OK);
      const { mode, uid, gid } = statSync(folder);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      return (mode & bit) === 0;
    } catch {
      return true;
    }
  });
}
