import { mentionsIn } from '@ticketing/contracts/mentions.ts';
import type { InboxWorld } from './expected-inbox.ts';
import type { ExpectedTable } from './expected-read-model.ts';

/** What the inbox must know of tickets, people and rooms to say whom an event concerns. */
export function inboxFactTables(world: InboxWorld): readonly ExpectedTable[] {
  const { users, companies, roles, rooms, names, tickets, ticketOfComment } = world;
  const keyColumns = ['id'];
  const commentOf = (id: string) => {
    const comment = tickets.get(ticketOfComment.get(id) ?? '')?.state.comments.get(id);
    if (!comment) return undefined;
    const mentioned = mentionsIn(comment.body);
    const internal = comment.visibility === 'internal';
    return internal || mentioned.length > 0 ? { internal, mentioned_ids: mentioned } : undefined;
  };
  return [
    {
      name: 'inbox_tickets',
      keyColumns,
      columns: [
        'id',
        'project_id',
        'key',
        'title',
        'reporter_id',
        'company_id',
        'assignee_ids',
        'follower_ids',
        'mentioned_ids',
        'revision',
      ],
      keys: () => tickets.keys(),
      row(id) {
        const ticket = tickets.get(id);
        if (!ticket) return undefined;
        const { state, revision } = ticket;
        return {
          id,
          project_id: state.projectId,
          key: state.key,
          title: state.title,
          reporter_id: state.reporterId,
          company_id: state.companyId,
          assignee_ids: state.assigneeIds,
          follower_ids: state.followerIds,
          mentioned_ids: mentionsIn(state.description),
          revision,
        };
      },
    },
    {
      name: 'inbox_comments',
      keyColumns,
      columns: ['id', 'internal', 'mentioned_ids'],
      keys: () => [...ticketOfComment.keys()].filter((id) => commentOf(id) !== undefined),
      row(id) {
        const comment = commentOf(id);
        return comment && { id, ...comment };
      },
    },
    {
      name: 'inbox_people',
      keyColumns,
      columns: ['id', 'active', 'staff', 'superuser', 'preferences', 'revision'],
      keys: () => users.keys(),
      row(id) {
        const user = users.get(id);
        if (!user) return undefined;
        const { state, revision } = user;
        return state?.kind === 'registered'
          ? {
              id,
              active: state.active,
              staff: state.staff,
              superuser: state.superuser,
              preferences: state.notificationPreferences,
              revision,
            }
          : { id, active: false, staff: false, superuser: false, preferences: [], revision };
      },
    },
    {
      name: 'inbox_companies',
      keyColumns,
      columns: ['id', 'admin_ids', 'user_ids', 'revision'],
      keys: () => companies.keys(),
      row(id) {
        const company = companies.get(id);
        if (!company) return undefined;
        const { state, revision } = company;
        return { id, admin_ids: state?.adminIds ?? [], user_ids: state?.userIds ?? [], revision };
      },
    },
    {
      name: 'inbox_roles',
      keyColumns,
      columns: ['id', 'roles', 'revision'],
      keys: () => roles.keys(),
      row(id) {
        const held = roles.get(id);
        return held && { id, roles: Object.fromEntries(held.state.held), revision: held.revision };
      },
    },
    {
      name: 'inbox_rooms',
      keyColumns,
      columns: [
        'id',
        'kind',
        'name',
        'ticket_id',
        'company_id',
        'participant_ids',
        'last_message_id',
        'revision',
      ],
      keys: () => rooms.keys(),
      row(id) {
        const room = rooms.get(id);
        return (
          room && {
            id,
            kind: room.kind,
            name: room.name,
            ticket_id: room.ticketId,
            company_id: room.companyId,
            participant_ids: room.participantIds,
            last_message_id: room.lastMessageId,
            revision: room.revision,
          }
        );
      },
    },
    {
      name: 'inbox_names',
      keyColumns,
      columns: ['id', 'name'],
      keys: () => names.keys(),
      row(id) {
        const name = names.get(id);
        return name === undefined ? undefined : { id, name };
      },
    },
  ];
}
