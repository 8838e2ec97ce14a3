import type { PostgresBinaries } from './binaries.ts';
import type { PostgresIdentity } from './unprivileged-user.ts';

/** What one start of the server works with. */
export interface ServerContext {
  readonly binaries: PostgresBinaries;
  readonly identity: PostgresIdentity;
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly host: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** The superuser of every cluster of ours; its password is in the data folder. */
export const superuser = 'ticketing';
