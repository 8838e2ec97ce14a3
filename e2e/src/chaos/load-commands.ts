import type { RandomNumbers } from '../random-numbers.ts';
import type { ChaosPerson, Field, FieldProject } from './people.ts';

/** What the load sends, and how often in proportion. */
const weights = {
  open: 9,
  change: 12,
  prioritise: 5,
  move: 18,
  comment: 10,
  note: 4,
  editComment: 4,
  removeComment: 1,
  assign: 8,
  unassign: 5,
  tag: 4,
  untag: 2,
  addSubtask: 3,
  completeSubtask: 3,
  follow: 2,
  unfollow: 1,
  link: 2,
  unlink: 1,
  archive: 1,
  restore: 2,
  accept: 2,
  reject: 1,
  say: 10,
  editMessage: 2,
  react: 4,
  read: 3,
  setRole: 0.7,
  revokeRole: 0.3,
  changeProject: 0.5,
} as const;
export type CommandKind = keyof typeof weights;
const kinds = Object.keys(weights) as CommandKind[]; // an object's own keys, which are written above

/** One command as it is sent. */
export type LoadCommand = {
  readonly kind: CommandKind;
  readonly by: ChaosPerson;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /**
   * The person, tag, column, ticket, subtask or level that it is about, for kinds that may find all as it should be; of
   * a role the person and the role.
   */
  readonly wanted?: string;
};

/** What the load knows of what it has made, the newest last: what it goes on working with. */
export type Made = {
  readonly tickets: { readonly id: string; readonly project: FieldProject; readonly by: ChaosPerson }[];
  readonly comments: { readonly id: string; readonly ticketId: string; readonly by: ChaosPerson }[];
  readonly subtasks: { readonly id: string; readonly ticketId: string }[];
  readonly messages: { readonly id: string; readonly roomId: string; readonly by: ChaosPerson }[];
};

/** Few enough that commands meet on the same tickets. */
const WORKED_ON = 60;
const FIRST_TICKETS = 12;
const EMOJI = ['👍', '🎉', '👀', '❤️'];

/** The next command; which one is chance, what it needs is taken from what was made before. */
export function nextCommand(field: Field, made: Made, number: number, random: RandomNumbers): LoadCommand {
  const one = <T>(choices: readonly T[]): T => {
    const chosen = random.oneOf(choices);
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  };
  const recent = <T>(all: readonly T[]): T | undefined => random.oneOf(all.slice(-WORKED_ON));
  const staff = () => one(field.staff);
  const people = [...field.staff, field.user, ...field.clients.map(({ person }) => person)];
  const words = `number ${number}`;
  const ticket = recent(made.tickets);
  const kind = made.tickets.length < FIRST_TICKETS || !ticket ? 'open' : kindByWeight(random);

  const open = (): LoadCommand => {
    const client = random.below(1) < 0.5 ? one(field.clients) : undefined;
    const companyId = client?.companyId ?? null;
    const project = one(
      field.projects.filter(({ companyIds }) => companyId === null || companyIds.includes(companyId)),
    );
    const by = client?.person ?? (random.below(1) < 0.2 ? field.user : staff());
    const body = {
      projectId: project.id,
      title: `Ticket ${words}`,
      description: `Opened: ${words}`,
      companyId,
    };
    return { kind: 'open', by, method: 'POST', path: '/api/tickets', body };
  };
  if (!ticket || kind === 'open') return open();

  const path = `/api/tickets/${ticket.id}`;
  const onTicket = (
    method: LoadCommand['method'],
    rest: string,
    more: Partial<Pick<LoadCommand, 'by' | 'body' | 'wanted'>> = {},
  ): LoadCommand => ({ kind, by: staff(), method, path: path + rest, ...more });
  const { project } = ticket;

  switch (kind) {
    case 'change': {
      const dueDate = new Date(Date.UTC(2030, 0, 1) + number * 86_400_000).toISOString().slice(0, 10);
      const body = { title: `Renamed: ${words}`, description: `Described: ${words}`, dueDate };
      return onTicket('PATCH', '', { body });
    }
    case 'prioritise': {
      const priority = one([1, 2, 3, 4]);
      return onTicket('PATCH', '', { body: { priority }, wanted: String(priority) });
    }
    case 'move': {
      const { id } = one(project.columns);
      const after = random.below(1) < 0.5 ? null : (recent(made.tickets)?.id ?? null);
      return onTicket('POST', '/move', { body: { columnId: id, after }, wanted: id });
    }
    case 'comment':
      return onTicket('POST', '/comments', { by: one(people), body: { body: `Said: ${words}` } });
    case 'note':
      return onTicket('POST', '/comments', { body: { body: `Noted: ${words}`, visibility: 'internal' } });
    case 'editComment': {
      const comment = recent(made.comments);
      if (!comment) return open();
      const { by, id, ticketId } = comment;
      const body = { body: `Said again: ${words}` };
      return { kind, by, method: 'PATCH', path: `/api/tickets/${ticketId}/comments/${id}`, body };
    }
    case 'removeComment': {
      const comment = recent(made.comments);
      if (!comment) return open();
      const { by, id, ticketId } = comment;
      return { kind, by, method: 'DELETE', path: `/api/tickets/${ticketId}/comments/${id}` };
    }
    case 'assign':
    case 'unassign': {
      const wanted = one([...field.staff, field.user, field.user]).id;
      return onTicket(kind === 'assign' ? 'PUT' : 'DELETE', `/assignees/${wanted}`, { wanted });
    }
    case 'tag':
    case 'untag': {
      const wanted = one(project.tags).id;
      return onTicket(kind === 'tag' ? 'PUT' : 'DELETE', `/tags/${wanted}`, { wanted });
    }
    case 'addSubtask':
      return onTicket('POST', '/subtasks', { body: { title: `Subtask ${words}` } });
    case 'completeSubtask': {
      const subtask = recent(made.subtasks);
      if (!subtask) return open();
      const { id, ticketId } = subtask;
      const rest = `/api/tickets/${ticketId}/subtasks/${id}/complete`;
      return { kind, by: staff(), method: 'POST', path: rest, wanted: id };
    }
    case 'follow':
    case 'unfollow': {
      const by = one(people);
      return onTicket(kind === 'follow' ? 'PUT' : 'DELETE', '/followers/me', { by, wanted: by.id });
    }
    case 'link':
    case 'unlink': {
      const other = recent(made.tickets)?.id ?? ticket.id;
      if (other === ticket.id) return open();
      return onTicket(kind === 'link' ? 'PUT' : 'DELETE', `/links/blocks/${other}`, { wanted: other });
    }
    case 'archive':
      return onTicket('POST', '/archive');
    case 'restore':
      return onTicket('POST', '/restore');
    case 'accept':
      return onTicket('POST', '/resolution/accept', { by: ticket.by, body: { stars: one([1, 2, 3, 4, 5]) } });
    case 'reject':
      return onTicket('POST', '/resolution/reject', { by: ticket.by, body: { reason: `Not so: ${words}` } });
    case 'say': {
      const group = random.below(1) < 0.3;
      const room = group ? field.groupRoomId : ticket.id;
      const by = group ? staff() : one(people);
      return {
        kind,
        by,
        method: 'POST',
        path: `/api/rooms/${room}/messages`,
        body: { body: `Wrote: ${words}` },
      };
    }
    case 'editMessage':
    case 'react':
    case 'read': {
      const message = recent(made.messages);
      if (!message) return open();
      const { id, roomId, by } = message;
      const room = `/api/rooms/${roomId}`;
      if (kind === 'editMessage') {
        const body = { body: `Wrote again: ${words}` };
        return { kind, by, method: 'PATCH', path: `${room}/messages/${id}`, body };
      }
      if (kind === 'read')
        return { kind, by: staff(), method: 'PUT', path: `${room}/read`, body: { messageId: id } };
      const reaction = encodeURIComponent(one(EMOJI));
      return { kind, by: staff(), method: 'PUT', path: `${room}/messages/${id}/reactions/${reaction}` };
    }
    case 'setRole':
    case 'revokeRole': {
      const rolePath = `/api/projects/${project.id}/roles/${field.guest.id}`;
      const by = field.superadmin;
      if (kind === 'revokeRole')
        return { kind, by, method: 'DELETE', path: rolePath, wanted: `${field.guest.id} ` };
      const role = one(['user', 'manager', 'admin']);
      return { kind, by, method: 'PUT', path: rolePath, body: { role }, wanted: `${field.guest.id} ${role}` };
    }
    case 'changeProject': {
      const body = { description: `Changed: ${words}` };
      return { kind, by: field.superadmin, method: 'PATCH', path: `/api/projects/${project.id}`, body };
    }
    default:
      return kind satisfies never;
  }
}

function kindByWeight(random: RandomNumbers): CommandKind {
  let left = random.below(kinds.reduce((sum, kind) => sum + weights[kind], 0));
  for (const kind of kinds) {
    left -= weights[kind];
    if (left < 0) return kind;
  }
  return 'move';
}
