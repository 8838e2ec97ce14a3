import type pg from 'pg';

/** A table of what cannot be made anew from the log, the log itself included. */
export type KeptTable = { readonly schema: string; readonly name: string; readonly columns: string[] };

/** Read models, what sagas and the relay remember, and the jobs that they set: projectors make all of it again from the log. */
const MADE_FROM_THE_LOG = /^(read_model|sagas|relay|graphile_worker)(_next)?$/;
const POSTGRES_OWN = /^(pg_.*|information_schema)$/;

/** How each schema's tables came to be what they are stands in a table of this name; a restore makes it itself. */
const MIGRATIONS = 'migrations';

/** Every table that is not known to be made from the log: one that nobody thought of here is kept as well. */
export async function keptTables(client: pg.ClientBase): Promise<KeptTable[]> {
  const { rows } = await client.query<KeptTable>(
    `select table_schema as schema, table_name as name,
        array_agg(column_name::text order by ordinal_position) as columns
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_type = 'BASE TABLE' and is_generated = 'NEVER'
      group by 1, 2 order by 1, 2`,
  );
  return rows.filter(({ schema, name }) => isKept(schema) && name !== MIGRATIONS);
}

export async function migrationsOf(client: pg.ClientBase): Promise<Record<string, string[]>> {
  const { rows: schemas } = await client.query<{ schema: string }>(
    'select table_schema as schema from information_schema.tables where table_name = $1 order by 1',
    [MIGRATIONS],
  );
  const migrations: Record<string, string[]> = {};
  for (const { schema } of schemas) {
    if (!isKept(schema)) continue;
    const { rows } = await client.query<{ name: string }>(
      `select name from ${quoted(schema)}.${MIGRATIONS} order by id`,
    );
    migrations[schema] = rows.map(({ name }) => name);
  }
  return migrations;
}

/** The table and its columns for a COPY. */
export const copyTarget = ({ schema, name, columns }: KeptTable): string =>
  `${quoted(schema)}.${quoted(name)} (${columns.map(quoted).join(', ')})`;

const isKept = (schema: string): boolean => !MADE_FROM_THE_LOG.test(schema) && !POSTGRES_OWN.test(schema);

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
