import { expect, test } from 'vitest';
import { allOf, anyOf, sql, statement } from './sql.ts';

test('parameters are numbered in the order of the text, through every level of nesting', () => {
  const condition = anyOf([sql`a = ${1}`, allOf([sql`b = ${2}`, sql`c = any(${[3, 4]})`])]);
  expect(statement(sql`select ${0} where ${condition} limit ${5}`)).toEqual({
    text: 'select $1 where (a = $2 or (b = $3 and c = any($4))) limit $5',
    values: [0, 1, 2, [3, 4], 5],
  });
});

test('no condition at all lets everything through, and a choice of none lets nothing through', () => {
  expect(statement(allOf([])).text).toBe('true');
  expect(statement(anyOf([])).text).toBe('false');
});

test('text that looks like SQL stays a parameter', () => {
  expect(statement(sql`select ${"'; drop table tickets; --"}`)).toEqual({
    text: 'select $1',
    values: ["'; drop table tickets; --"],
  });
});
