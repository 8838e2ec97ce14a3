import { mentionsIn } from '@ticketing/contracts/mentions.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleById } from './person-row.ts';
import { visiblePeople } from './visible-people.ts';

/**
 * The people of something that the reader sees, by name. Anybody's id can be written into a mention, so who is only
 * mentioned is named to those alone who may know of that person.
 * @param present who has to do with it: they wrote, are assigned, take part
 * @param texts in which people may be mentioned
 */
export async function peopleAround(
  { query, viewer }: Reading,
  present: readonly string[],
  texts: readonly string[],
): Promise<PersonView[]> {
  const there = new Set(present);
  const mentioned = new Set(texts.flatMap(mentionsIn).filter((id) => !there.has(id)));
  const known =
    mentioned.size === 0
      ? []
      : await query<{ id: string }>(sql`
          select u.id from read_model.users u
          where u.id = any(${[...mentioned]}::uuid[]) and ${visiblePeople(viewer)}`);
  return peopleById(query, [...there, ...known.map(({ id }) => id)]);
}
