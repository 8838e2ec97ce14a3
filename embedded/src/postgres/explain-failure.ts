import { EmbeddedStartError } from '../embedded-start-error.ts';

/** What the explanation may name. */
export interface FailedStart {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Everything that initdb or the server printed. */
  readonly output: string;
}

export const resetHint =
  'If nothing in it is worth saving, "npm run reset" empties it and starts anew; otherwise restore the folder from a backup.';

export function portTaken(host: string, port: number, cause?: unknown): EmbeddedStartError {
  return new EmbeddedStartError(
    `Port ${port} on ${host}, where PostgreSQL is to listen, is already in use by another program.`,
    'Stop that program, or set POSTGRES_PORT to a free port.',
    { cause },
  );
}

export function dataFolderDamaged(dataDir: string, what: string, cause?: unknown): EmbeddedStartError {
  return new EmbeddedStartError(`The data folder ${dataDir} is damaged: ${what}.`, resetHint, { cause });
}

/** Turns what PostgreSQL printed before it gave up into a sentence that says what to do. */
export function explainFailure(failed: FailedStart): EmbeddedStartError {
  const { output, dataDir, host, port } = failed;
  if (/No space left on device|Disk quota exceeded/i.test(output)) {
    return new EmbeddedStartError(
      `The disk that holds ${dataDir} is full, so PostgreSQL cannot start.`,
      'Free some space (a few hundred megabytes), or set DATA_DIR to a folder on a disk that has it. No acknowledged change is lost.',
    );
  }
  if (/Address already in use|could not create any TCP\/IP sockets/i.test(output)) {
    return portTaken(host, port);
  }
  if (
    /Read-only file system|could not (open|create|write|access).*Permission denied|wrong ownership/i.test(
      output,
    )
  ) {
    return new EmbeddedStartError(
      `PostgreSQL may not write to the data folder ${dataDir}: ${lastLine(output)}.`,
      'Start as the user who owns the folder, or set DATA_DIR to a folder that you may write to.',
    );
  }
  if (/administrative permissions|cannot be run as root/i.test(output)) {
    return new EmbeddedStartError(
      'PostgreSQL refuses to run with administrator rights.',
      'Start from a terminal without administrator rights, or set DATABASE_URL to a PostgreSQL 18 of your own.',
    );
  }
  if (/error while loading shared libraries|cannot execute|not found/i.test(output)) {
    return new EmbeddedStartError(
      `The PostgreSQL that npm installed does not run on this system: ${lastLine(output)}.`,
      'Set DATABASE_URL to a PostgreSQL 18 of your own.',
    );
  }
  if (/could not (map|create|resize) .*shared memory|Cannot allocate memory/i.test(output)) {
    return new EmbeddedStartError(
      `There is too little memory for PostgreSQL: ${lastLine(output)}.`,
      'Close other programs; PostgreSQL needs about 200 MB.',
    );
  }
  if (
    /No such file or directory|FATAL|PANIC|control file|checkpoint record|not a database cluster directory|invalid/i.test(
      output,
    )
  ) {
    return dataFolderDamaged(dataDir, `PostgreSQL says "${firstComplaint(output)}"`);
  }
  return new EmbeddedStartError(
    `PostgreSQL did not start: ${lastLine(output) || 'it printed nothing'}.`,
    `Look at its messages above; its data is in ${dataDir}.`,
  );
}

function lastLine(output: string): string {
  return withoutPrefix(output.trim().split('\n').at(-1) ?? '');
}

function firstComplaint(output: string): string {
  const lines = output.trim().split('\n');
  return withoutPrefix(lines.find((line) => /PANIC|FATAL|error:/.test(line)) ?? lines.at(-1) ?? '');
}

/** `2026-01-31 10:00:00 UTC [123] FATAL:  words` → `words` */
function withoutPrefix(line: string): string {
  return line
    .replace(/^.*?(?:PANIC|FATAL|HINT|DETAIL|ERROR|error|postgres|initdb):\s+/, '')
    .replace(/\.?\s*$/, '');
}
