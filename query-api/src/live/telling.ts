import type { BusMessage, Change, ServerFrame } from '@ticketing/contracts/live.ts';
import { mayInProject, mayOnTicket, mayTakePart, type Viewer } from '@ticketing/domain/policy/policy.ts';
import type { Place } from '@ticketing/platform/bus.ts';
import { companiesShownOf } from '../projects/companies-shown.ts';
import { leadShownTo, seesTeamOf, tagsShownTo } from '../projects/team-shown.ts';
import { detailsShown } from '../tickets/former-companies.ts';

export type ChangeMessage = Extract<BusMessage, { kind: 'change' }>;

/** What one person is told of a change: the new row, that the thing is gone for them, or nothing at all. */
export type Telling = 'row' | 'gone' | 'nothing';

/** @param companyIds companies attached to the project of a `project` audience */
export function tellingOf(
  viewer: Viewer,
  { audience, change }: ChangeMessage,
  companyIds: readonly string[],
): Telling {
  switch (audience.kind) {
    case 'project':
      return mayInProject(viewer, 'project.see', { id: audience.projectId, companyIds }) ? 'row' : 'nothing';
    case 'ticket': {
      // What tells of another ticket as well is for those who may see that one too.
      const { other } = audience;
      if (other !== undefined && !(other && mayOnTicket(viewer, 'ticket.see', other))) return 'nothing';
      const sees = (facts: typeof audience.before) =>
        facts !== null &&
        mayOnTicket(viewer, 'ticket.see', facts) &&
        (!audience.internal || mayOnTicket(viewer, 'internal-notes.read', facts));
      if (sees(audience.after)) return 'row';
      // What happened while it went out of sight is not theirs to know; that it is gone, they are told by the thing itself.
      return sees(audience.before) && canBeGone(change) ? 'gone' : 'nothing';
    }
    case 'room': {
      const { companyId, before, after } = audience;
      if (mayTakePart(viewer, { companyId, participantIds: after })) return 'row';
      return mayTakePart(viewer, { companyId, participantIds: before }) ? 'gone' : 'nothing';
    }
    case 'person': {
      if (audience.userId !== viewer.userId) return 'nothing';
      const { ticket, internal } = audience;
      if (ticket === null) return 'row';
      const sees =
        mayOnTicket(viewer, 'ticket.see', ticket) &&
        (!internal || mayOnTicket(viewer, 'internal-notes.read', ticket));
      return sees ? 'row' : 'nothing';
    }
    default:
      return audience satisfies never;
  }
}

/** A change on its way to many sockets. Each distinct frame is written as JSON once, however many get it. */
export type Outgoing = {
  readonly message: ChangeMessage;
  readonly place: Place;
  readonly position: bigint;
  /** The frame for this person as its bytes, the same for everybody who gets the same; `undefined` when they are told nothing. */
  frameFor(viewer: Viewer): Buffer | undefined;
};

/**
 * @param companyIds companies attached to the project of a project's channel, asked for when a frame is made
 * @param cursor of whoever has heard of this change
 */
export function outgoing(
  { message, place }: Pick<Outgoing, 'message' | 'place'>,
  companyIds: () => readonly string[],
  cursor: () => string,
): Outgoing {
  const written = new Map<string, Buffer>();
  const write = (variant: string, change: () => Change): Buffer => {
    let frame = written.get(variant);
    if (frame === undefined) {
      const { channel, position, actorId, commandId } = message;
      const told = {
        type: 'change',
        channel,
        position,
        cursor: cursor(),
        actorId,
        commandId,
        change: change(),
      } as const;
      frame = Buffer.from(JSON.stringify(told satisfies ServerFrame));
      written.set(variant, frame);
    }
    return frame;
  };
  return {
    message,
    place,
    position: BigInt(message.position),
    frameFor(viewer) {
      const telling = tellingOf(viewer, message, companyIds());
      switch (telling) {
        case 'nothing':
          return undefined;
        case 'gone':
          return write('gone', () => withoutContent(message.change));
        case 'row': {
          const { change } = message;
          const shown = withVisibleParent(viewer, message);
          if (shown !== change) return write('row without parent', () => shown);
          if (change.entity === 'activity') {
            const { row } = change;
            const details = detailsShown(viewer, row.projectId, row.details);
            if (details !== row.details)
              return write('row without former company', () => ({ ...change, row: { ...row, details } }));
          }
          if (change.entity !== 'project') return write('row', () => change);
          // Which other companies a project serves, and who works for it, is nothing that a client is told.
          const companies = companiesShownOf(viewer, change.row.id, change.row.companyIds);
          const team = seesTeamOf(viewer, change.row.id);
          return write(`row ${team} ${companies.join()}`, () => ({
            ...change,
            row: {
              ...change.row,
              companyIds: companies,
              tags: tagsShownTo(viewer, change.row.id, change.row.tags),
              leadId: leadShownTo(viewer, change.row.id, change.row.leadId),
            },
          }));
        }
        default:
          return telling satisfies never;
      }
    },
  };
}

/** True for what can be gone for somebody; of the rest they hear by the ticket itself. */
const canBeGone = ({ entity }: Change): boolean => entity !== 'activity' && entity !== 'relation';

/** The same change without the id of a parent that the person may not see. */
function withVisibleParent(viewer: Viewer, { audience, change }: ChangeMessage): Change {
  if ((change.entity !== 'card' && change.entity !== 'ticket') || !change.row?.parentId) return change;
  const parent = audience.kind === 'ticket' ? audience.parent : undefined;
  if (parent && mayOnTicket(viewer, 'ticket.see', parent)) return change;
  return change.entity === 'card'
    ? { ...change, row: { ...change.row, parentId: null } }
    : { ...change, row: { ...change.row, parentId: null } };
}

/** The same change with the thing's ids alone. */
function withoutContent(change: Change): Change {
  switch (change.entity) {
    case 'card':
      return { entity: 'card', id: change.id, row: null };
    case 'ticket':
      return { entity: 'ticket', id: change.id, row: null };
    case 'comment':
      return { entity: 'comment', id: change.id, ticketId: change.ticketId, row: null };
    case 'attachment':
      return { entity: 'attachment', id: change.id, ticketId: change.ticketId, row: null };
    case 'column':
      return { entity: 'column', id: change.id, projectId: change.projectId, row: null };
    case 'room':
      return { entity: 'room', id: change.id, row: null };
    case 'message':
      return { entity: 'message', id: change.id, roomId: change.roomId, row: null };
    case 'roomUnread':
      return { entity: 'roomUnread', id: change.id, row: null };
    case 'notification':
      return { entity: 'notification', id: change.id, row: null };
    case 'relation':
    case 'activity':
    case 'readMark':
    case 'inbox':
    case 'project':
      throw new Error(`a change of ${change.entity} has no form without content`);
    default:
      return change satisfies never;
  }
}
