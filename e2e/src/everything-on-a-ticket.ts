import { postComment } from '@ticketing/contracts/endpoints/tickets.ts';
import type { Person } from './person.ts';

/** Words by which what was done is found again. */
export type Traces = {
  /** Title, text and comments that the ticket's own company may read. */
  readonly public: readonly string[];
  /** Internal notes, and their ids. */
  readonly internal: readonly string[];
};

/**
 * Everything that can be done to a ticket, by staff and by a client who may see it, ending with the ticket in its last
 * column, not archived.
 * @param mark stands before all words that are written
 */
export async function doEverything(
  ticketId: string,
  mark: string,
  people: { readonly admin: Person; readonly agent: Person; readonly client: Person },
): Promise<Traces> {
  const { admin, agent, client } = people;
  const path = `/api/tickets/${ticketId}`;
  const said = (what: string) => `${mark} ${what}`;
  const { columns, tags } = await admin.ticket(ticketId);
  const comment = async (by: Person, body: string, visibility: 'public' | 'internal') => {
    const { status, body: answer } = await by.send('POST', `${path}/comments`, { body, visibility });
    if (status !== 201) throw new Error(`The comment was answered with ${status}.`);
    return postComment.response.parse(answer).commentId;
  };

  await agent.command('PATCH', path, {
    title: said('renamed'),
    description: said('described'),
    priority: 4,
    dueDate: '2031-02-03',
  });
  for (const { id } of columns) await agent.command('POST', `${path}/move`, { columnId: id });
  await agent.command('PUT', `${path}/assignees/${admin.id}`);
  await agent.command('PUT', `${path}/assignees/${agent.id}`);
  await agent.command('DELETE', `${path}/assignees/${agent.id}`);
  for (const tag of tags.slice(0, 2)) await agent.command('PUT', `${path}/tags/${tag.id}`);
  await comment(agent, said('answered'), 'public');
  await comment(client, said('asked'), 'public');
  const note = await comment(agent, said('internal'), 'internal');
  await agent.command('PATCH', `${path}/comments/${note}`, { body: said('edited internal') });
  await agent.command('DELETE', `${path}/comments/${note}`);
  const kept = await comment(admin, said('kept internal'), 'internal');
  await agent.command('POST', `${path}/archive`);
  await agent.command('POST', `${path}/restore`);
  return {
    public: [said('renamed'), said('described'), said('answered'), said('asked')],
    internal: [said('internal'), said('edited internal'), said('kept internal'), note, kept],
  };
}
