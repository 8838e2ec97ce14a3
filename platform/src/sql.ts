import type pg from 'pg';

/**
 * A piece of SQL with its parameters. Pieces nest, so that a condition made from the permission policy can be
 * put into any query; what is not a piece becomes a numbered parameter and never text.
 */
export type Sql = { readonly parts: readonly string[]; readonly values: readonly unknown[] };

export function sql(parts: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  return { parts, values };
}

export const always: Sql = sql`true`;
export const never: Sql = sql`false`;

/** All of the conditions; `true` when there is none. */
export const allOf = (conditions: readonly Sql[]): Sql => joined(conditions, ' and ', always);

/** Any of the conditions; `false` when there is none. */
export const anyOf = (conditions: readonly Sql[]): Sql => joined(conditions, ' or ', never);

function joined(conditions: readonly Sql[], word: string, empty: Sql): Sql {
  if (conditions.length === 0) return empty;
  const between = Array.from({ length: conditions.length - 1 }, () => word);
  return { parts: ['(', ...between, ')'], values: conditions };
}

/** The text with `$1`, `$2`, … and the parameters in that order, as `pg` takes them. */
export function statement(piece: Sql): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const write = (inner: Sql): string =>
    inner.parts.reduce((text, part, index) => {
      const value = inner.values[index - 1];
      if (isSql(value)) return text + write(value) + part;
      return `${text}$${values.push(value)}${part}`;
    });
  return { text: write(piece), values };
}

function isSql(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && 'parts' in value && 'values' in value;
}

/** Runs one statement. The caller names the row's type beside the SQL that makes it. */
export type Query = <Row extends pg.QueryResultRow>(piece: Sql) => Promise<Row[]>;
