import { z } from 'zod';
import { SearchHitView, SearchKind, several } from '../finding.ts';
import { Id } from '../values.ts';
import { endpoint, PageQuery, pageOf } from './endpoint.ts';

export const search = endpoint({
  name: 'search',
  method: 'GET',
  path: '/api/search',
  summary:
    'Tickets, comments and messages with all of these words, by their beginnings and parts, best first; with similar words when there are none',
  tag: 'search',
  access: 'signed-in',
  query: PageQuery.extend({
    /** A ticket's key (`OPS-12`) finds that ticket first. */
    q: z.string().max(200),
    kinds: several(SearchKind).optional(),
    projectId: Id.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  status: 200,
  response: pageOf(SearchHitView).extend({
    /** True when nothing had the words themselves and these are hits for similar ones. */
    similar: z.boolean(),
  }),
  errors: [],
});
