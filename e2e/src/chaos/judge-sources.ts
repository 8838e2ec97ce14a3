import { readModels } from '@ticketing/projectors/read-models/all.ts';
import pg from 'pg';

/**
 * Compares every row of every read model in two databases, as the projections of one log that came to each in another
 * way.
 *
 * @returns what one has and the other has not, as lines
 */
export async function differingSources(
  one: { readonly name: string; readonly databaseUrl: string },
  other: { readonly name: string; readonly databaseUrl: string },
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { schema, tableNames } of readModels) {
    for (const table of tableNames) {
      const [inOne, inOther] = await Promise.all(
        [one, other].map(({ databaseUrl }) => rowsOf(databaseUrl, `${schema}.${table}`)),
      );
      for (const row of surplus(inOne, inOther)) wrong.push(`only ${one.name} has in ${table}: ${row}`);
      for (const row of surplus(inOther, inOne)) wrong.push(`only ${other.name} has in ${table}: ${row}`);
    }
  }
  return wrong;
}

async function rowsOf(databaseUrl: string, table: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`);
    return rows.map(({ row }) => row);
  } finally {
    await client.end();
  }
}

/** Rows of the first that the second lacks, each as often as it lacks it. */
export function surplus(rows: readonly string[] = [], others: readonly string[] = []): string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}
