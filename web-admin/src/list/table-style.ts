import type { CardView } from '@ticketing/contracts/views.ts';
import type { CSSProperties } from 'react';
import { type ColumnName, tracksOf } from './columns.ts';

/** What a table of tickets tells its style sheet: its tracks, and the letters of its longest key. */
export const tableStyle = (
  columns: readonly ColumnName[],
  tickets: readonly CardView[],
  choose: boolean,
): CSSProperties => ({
  ['--columns' as string]: tracksOf(columns, choose),
  ['--key-length' as string]: tickets.reduce((most, { key }) => Math.max(most, key.length), 0),
});
