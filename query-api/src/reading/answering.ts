import type { Endpoint, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { Call } from '@ticketing/platform/http.ts';
import type { z } from 'zod';
import type { Table } from '../reports/csv.ts';
import type { ReadModel } from './checkpoints.ts';
import type { Reading } from './reader.ts';

/** Registers a read: the endpoint, the read models that it is made of, and the query that answers it. */
export type Answering = <E extends Endpoint>(
  endpoint: E,
  models: readonly ReadModel[] | ((call: Call<E>) => readonly ReadModel[]),
  query: (reading: Reading, call: Call<E>) => Promise<ResponseOf<E>>,
) => void;

/** Registers a read whose answer is a table in CSV. */
export type Exporting = <
  E extends Endpoint & { readonly carries: 'download'; readonly response: z.ZodString },
>(
  endpoint: E,
  models: readonly ReadModel[],
  query: (reading: Reading, call: Call<E>) => Promise<Table>,
) => void;
