import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listProjects as endpoint } from '@ticketing/contracts/endpoints/projects.ts';
import { always, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { type ProjectRow, projectColumns, projectViewOf } from './project-row.ts';
import { visibleProjects } from './visible-projects.ts';

/** Projects that the caller may see, by key; archived ones only for whoever asks for them. */
export async function listProjects(
  { query, viewer }: Reading,
  page: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const cursor = readCursor(page.cursor, z.string().max(20));
  const rows = await query<ProjectRow>(sql`
    select ${projectColumns} from read_model.projects p
    where ${visibleProjects(viewer, sql`p.id`)}
      and ${page.archived === 'any' ? always : sql`p.archived = ${page.archived === 'true'}`}
      and ${cursor ? sql`(p.key, p.id) > (${cursor.key}, ${cursor.id}::uuid)` : always}
    order by p.key, p.id
    limit ${page.limit + 1}`);
  return pageFrom(
    rows,
    page.limit,
    (row) => projectViewOf(row, viewer),
    ({ key, id }) => ({ key, id }),
  );
}
