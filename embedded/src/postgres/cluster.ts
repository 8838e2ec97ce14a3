import { randomBytes } from 'node:crypto';
import { chmod, chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedStartError } from '../embedded-start-error.ts';
import { dataFolderDamaged, explainFailure } from './explain-failure.ts';
import { runToEnd } from './run-program.ts';
import { type ServerContext, superuser } from './server-context.ts';
import { asIdentity } from './unprivileged-user.ts';

/** Makes the cluster when there is none, and returns the superuser's password. */
export async function ensureCluster(context: ServerContext): Promise<string> {
  const { dataDir, clusterDir, binaries, log } = context;
  const passwordFile = join(dataDir, 'superuser-password');
  const entries = await readdir(clusterDir).catch(() => undefined);
  if (entries && entries.length > 0) {
    await requireSameMajor(context);
    const password = (await readFile(passwordFile, 'utf8').catch(() => '')).trim();
    if (password === '') {
      throw dataFolderDamaged(dataDir, 'the file superuser-password is missing or empty');
    }
    return password;
  }
  log('Making a new PostgreSQL data folder.');
  const password = randomBytes(24).toString('base64url');
  // initdb into a folder beside it and a rename: a start that is cut off here leaves no half cluster.
  const unfinished = join(dataDir, 'cluster-unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await rm(clusterDir, { recursive: true, force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  const { uid, gid } = context.identity.owner;
  if (uid !== undefined && gid !== undefined) {
    await chown(passwordFile, uid, gid);
  }
  const args = [
    `--pgdata=${unfinished}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--lc-messages=C',
    ...(context.settings.fsync === 'off' ? ['--no-sync'] : []),
  ];
  const run = asIdentity(context.identity, binaries.initdb, args);
  const made = await runToEnd(run);
  if (made.code !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw explainFailure({ ...context, output: made.output });
  }
  await rename(unfinished, clusterDir);
  return password;
}

async function requireSameMajor({ clusterDir, dataDir, binaries, identity }: ServerContext): Promise<void> {
  const folderMajor = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (folderMajor === '') {
    throw dataFolderDamaged(dataDir, 'it holds files but not PG_VERSION, so it is no PostgreSQL folder');
  }
  const { output } = await runToEnd(asIdentity(identity, binaries.postgres, ['--version']));
  const programMajor = /(\d+)(?:\.|devel|beta|rc)/.exec(output)?.[1];
  if (programMajor !== undefined && programMajor !== folderMajor) {
    throw new EmbeddedStartError(
      `The data folder ${dataDir} was made by PostgreSQL ${folderMajor}, and this is PostgreSQL ${programMajor}, which cannot read it.`,
      `Start the version of this program that made it and move the data over, set DATA_DIR to another folder, or run "npm run reset" to empty it.`,
    );
  }
}
