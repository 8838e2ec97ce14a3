import { LinkName } from '@ticketing/contracts/kinds.ts';
import type { TicketAction } from '../policy/policy.ts';
import type { TicketCommand } from '../ticket/commands.ts';
import { PARENTS_AT_MOST } from '../ticket/decide-structure.ts';
import type { TicketState } from '../ticket/state.ts';
import { storedLink } from '../ticket/structure.ts';
import type { Ancestor } from '../ticket/structure-commands.ts';
import type { Deed } from './rights-by-hand.ts';
import type { World } from './scripted-world.ts';

/** How often each kind of command on what hangs together with a ticket is drawn, beside the others. */
export const structureWeights = {
  putUnder: 10,
  link: 4,
  unlink: 3,
  addSubtask: 6,
  changeSubtask: 2,
  completeSubtask: 6,
  reopenSubtask: 6,
  moveSubtask: 3,
  removeSubtask: 2,
  follow: 6,
  unfollow: 6,
} as const;
export type StructureKind = keyof typeof structureWeights;

/** A command, the ticket that it is on, what it needs by the table and what it asks the policy for. */
export type StructureStep = {
  readonly ticketId: string;
  readonly deed: Deed;
  readonly actions: readonly TicketAction[];
  readonly command: TicketCommand;
};

/** What a draw asks of a ticket. `undefined` when there is nothing yet that it could be about. */
export function structureStep(
  world: World,
  kind: StructureKind,
  ticket: TicketState,
  personId: string,
  { b, c }: { readonly b: number; readonly c: number },
): StructureStep | undefined {
  const other = drawn(world.ticketIds, b);
  const linking = { deed: 'put under parents, link', actions: ['ticket.link'] } as const;
  const onSubtasks = { ticketId: ticket.id, deed: 'subtasks', actions: ['ticket.subtasks'] } as const;
  const subtaskId = (c % 10 === 9 ? undefined : drawn(ticket.subtasks, c)?.id) ?? world.newId();
  const assigneeId = drawn([null, ...world.people.map(({ id }) => id)], b) ?? null;
  switch (kind) {
    case 'putUnder': {
      if (other === undefined) return undefined;
      const parent = b % 6 === 0 ? null : { parentId: other, line: lineAbove(world, other) };
      return { ticketId: ticket.id, ...linking, command: { type: 'ChangeParent', parent } };
    }
    case 'link':
    case 'unlink': {
      if (other === undefined) return undefined;
      const made = kind === 'unlink' ? drawn(ticket.links, c) : undefined;
      const name = made?.link ?? drawn(LinkName.options, c) ?? 'blocks';
      const { ownerId, link, otherId } = storedLink(ticket.id, name, made?.ticketId ?? other);
      const type = kind === 'link' ? 'LinkTickets' : 'UnlinkTickets';
      const otherArchived = world.ticket(otherId)?.archived ?? false;
      return { ticketId: ownerId, ...linking, command: { type, link, otherId, otherArchived } };
    }
    case 'addSubtask': {
      const title = `Part ${b}`;
      return { ...onSubtasks, command: { type: 'AddSubtask', subtaskId: world.newId(), title, assigneeId } };
    }
    case 'changeSubtask':
      return {
        ...onSubtasks,
        command: {
          type: 'ChangeSubtask',
          subtaskId,
          ...(b % 2 ? { title: `Part ${b % 3}` } : { assigneeId }),
        },
      };
    case 'completeSubtask':
      return { ...onSubtasks, command: { type: 'CompleteSubtask', subtaskId } };
    case 'reopenSubtask':
      return { ...onSubtasks, command: { type: 'ReopenSubtask', subtaskId } };
    case 'removeSubtask':
      return { ...onSubtasks, command: { type: 'RemoveSubtask', subtaskId } };
    case 'moveSubtask': {
      const [after, before] = [drawn(ticket.subtasks, b)?.id, drawn(ticket.subtasks, b + 1)?.id];
      return {
        ...onSubtasks,
        command: { type: 'MoveSubtask', subtaskId, ...(b % 2 ? { after } : { before }) },
      };
    }
    case 'follow':
    case 'unfollow': {
      const type = kind === 'follow' ? 'FollowTicket' : 'UnfollowTicket';
      const somebody = drawn(world.people, b)?.id ?? personId;
      // Oneself, for whoever sees the ticket, or somebody else, for whoever may assign.
      return c % 2
        ? { ticketId: ticket.id, deed: 'see tickets', actions: [], command: { type, userId: personId } }
        : {
            ticketId: ticket.id,
            deed: 'move, assign, tag, prioritise',
            actions: ['ticket.assign'],
            command: { type, userId: somebody },
          };
    }
    default:
      return kind satisfies never;
  }
}

const drawn = <T>(items: readonly T[], number: number): T | undefined => items[number % items.length];

/** As command-api reads it: the ticket and its parents, one more than there may be. */
function lineAbove(world: World, ticketId: string): Ancestor[] {
  const line: Ancestor[] = [];
  for (let next = world.ticket(ticketId); next && line.length <= PARENTS_AT_MOST; ) {
    line.push({ id: next.id, projectId: next.projectId, archived: next.archived });
    next = next.parentId === null ? undefined : world.ticket(next.parentId);
  }
  return line;
}

/** What is wrong with how tickets hang together; `undefined` when nothing is. */
export function structureFault(world: World, ticket: TicketState): string | undefined {
  const line = new Set([ticket.id]);
  for (let id = ticket.parentId; id !== null; ) {
    const parent = world.ticket(id);
    if (!parent) return 'stands under a ticket that there is not';
    if (parent.projectId !== ticket.projectId) return 'stands under a ticket of another project';
    if (line.has(id)) return 'stands under itself';
    line.add(id);
    id = parent.parentId;
  }
  const links = ticket.links.map(({ link, ticketId }) => `${link} ${ticketId}`);
  if (new Set(links).size < links.length) return 'is linked twice';
  for (const { link, ticketId } of ticket.links) {
    if (ticketId === ticket.id) return 'is linked to itself';
    const there = world.ticket(ticketId)?.links ?? [];
    const twice =
      link === 'relates_to' && there.some((one) => one.link === link && one.ticketId === ticket.id);
    if (twice) return 'is related to another ticket in both their streams';
  }
  const subtasks = ticket.subtasks.map(({ rank, id }) => `${rank} ${id}`);
  if (new Set(ticket.subtasks.map(({ id }) => id)).size < subtasks.length) return 'has a subtask twice';
  if (subtasks.join() !== subtasks.toSorted().join()) return 'has its subtasks in the wrong order';
  if (new Set(ticket.followerIds).size < ticket.followerIds.length) return 'is followed twice by one person';
  return undefined;
}
