import * as finding from '@ticketing/contracts/endpoints/finding.ts';
import type { Answering } from './reading/answering.ts';
import { search } from './search/search.ts';

/** The reads that find things across projects. */
export function registerFinding(answer: Answering): void {
  const searched = ['access', 'board', 'search'] as const;
  answer(finding.search, searched, (reading, { query }) => search(reading, query));
}
