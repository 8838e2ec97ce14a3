import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { Row } from './difference.ts';

/** A table as the log says that it must be. */
export type ExpectedTable = {
  readonly name: string;
  readonly keyColumns: readonly string[];
  /** Every column, the key's too. */
  readonly columns: readonly string[];
  /** Columns that are compared by what stands for a long text (shortened-text.ts). */
  readonly longTexts?: readonly string[];
  /** The values of the key columns joined by `/`, of every row that must be there. */
  keys(): Iterable<string>;
  row(key: string): Row | undefined;
};

/** A read model folded anew from the log. Its memory grows with the rows, not with the log. */
export type ExpectedReadModel = {
  /** Its name in `projection_checkpoints`. */
  readonly name: string;
  /** Of its tables. */
  readonly schema: 'read_model' | 'sagas';
  apply(event: RecordedEvent): void;
  readonly tables: readonly ExpectedTable[];
};

export const keyOf = (...values: readonly string[]): string => values.join('/');

/** As PostgreSQL's driver reads a time back. */
export const instantValue = (at: string): string => new Date(at).toISOString();
