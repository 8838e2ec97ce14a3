import { demoPerson } from '../person.ts';
import type { StackPlace } from '../stack-place.ts';
import type { Scene } from './pictures.ts';

/** A conversation on a ticket, a review, and a board that was another one a moment ago. */
export async function setScene(place: StackPlace): Promise<Scene> {
  const admin = await demoPerson(place, 'admin');
  const agent = await demoPerson(place, 'agent');
  const client = await demoPerson(place, 'client');
  const project = await admin.project('OPS');
  const before = new Date().toISOString();
  const board = await admin.board(project.id);
  const [first, second] = board.columns;
  const shared = (await client.board(project.id)).columns
    .flatMap((column) => column.tickets)
    .find((ticket) => ticket.columnId === first?.id);
  if (!shared || !first || !second) throw new Error('the demo has no open ticket of the client');
  const at = `/api/tickets/${shared.id}`;
  await agent.command('POST', `${at}/move`, { columnId: second.id, after: null, before: null });
  for (const moved of first.tickets.filter(({ id }) => id !== shared.id).slice(0, 3)) {
    await agent.command('POST', `/api/tickets/${moved.id}/move`, {
      columnId: second.id,
      after: null,
      before: null,
    });
  }
  await client.command('POST', `${at}/comments`, {
    body: 'It happens with every document since this morning. The other printer works.',
    visibility: 'public',
  });
  await agent.command('POST', `${at}/comments`, {
    body: 'Thank you, that helps. I will look at the driver and come by before noon.',
    visibility: 'public',
  });
  await agent.command('POST', `${at}/comments`, {
    body: 'The same driver made trouble at **Tamarindi** last week; see if the update is rolled out.',
    visibility: 'internal',
  });
  for (const title of ['Look at the driver', 'Try the update on one machine', 'Roll it out']) {
    await agent.command('POST', `${at}/subtasks`, { title });
  }
  const group = { kind: 'group', name: 'Second line', participantIds: [agent.id] };
  const { id: groupId } = await admin.command('POST', '/api/rooms', group);
  const direct = { kind: 'direct', participantIds: [agent.id] };
  const { id: directId } = await admin.command('POST', '/api/rooms', direct);
  const says = (who: typeof agent, roomId: string, text: string) =>
    who.command('POST', `/api/rooms/${roomId}/messages`, { body: text });
  await says(admin, groupId, 'Who takes the night from Friday to Saturday?');
  await says(agent, groupId, 'I do.');
  await says(agent, directId, 'The new laptops are here. Shall I set them up today?');
  await says(client, shared.id, 'Hello! Is somebody free to look at it today?');
  await says(agent, shared.id, 'Yes, I am on my way. Please leave it switched on.');
  await says(admin, shared.id, 'There is a spare one in the second warehouse, if it takes longer.');
  await says(client, shared.id, 'Wonderful, thank you!');
  const companyId = shared.companyId;
  if (companyId === null) throw new Error('a client’s ticket has a company');
  return { ticketKey: shared.key, ticketId: shared.id, companyId, before };
}
