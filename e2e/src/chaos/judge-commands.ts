import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import {
  chatStream,
  numbersStream,
  rolesStream,
  streamCategory,
  streamSubject,
  ticketStream,
} from '@ticketing/contracts/streams.ts';
import { roomFold } from '@ticketing/domain/chat/state.ts';
import { evolveRoles } from '@ticketing/domain/roles/roles.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { TicketState } from '@ticketing/domain/ticket/state.ts';
import { type Log, wrongNumbers } from '../crash.ts';
import type { SentCommand } from './load.ts';
import type { CommandKind } from './load-commands.ts';

/** The events that each command writes into its one stream: all of them, once, or none. */
const whole: Readonly<Record<CommandKind, RegExp>> = {
  open: /^TicketOpened(,TicketAssigned)*$/,
  change: /^TicketRenamed,TicketDescribed,TicketScheduled$/,
  prioritise: /^TicketPrioritised$/,
  move: /^TicketMoved(,Resolution(Proposed|Withdrawn))?$/,
  comment: /^CommentPosted$/,
  note: /^CommentPosted$/,
  editComment: /^CommentEdited$/,
  removeComment: /^CommentRemoved$/,
  assign: /^TicketAssigned$/,
  unassign: /^TicketUnassigned$/,
  tag: /^TicketTagged$/,
  untag: /^TicketUntagged$/,
  addSubtask: /^SubtaskAdded$/,
  completeSubtask: /^SubtaskCompleted$/,
  follow: /^TicketFollowed$/,
  unfollow: /^TicketUnfollowed$/,
  link: /^TicketLinked$/,
  unlink: /^TicketUnlinked$/,
  archive: /^TicketArchived$/,
  restore: /^TicketRestored$/,
  accept: /^ResolutionAccepted$/,
  reject: /^ResolutionRejected,(TicketMoved|TicketRestored)$/,
  say: /^(ChatRoomOpened,)?(ParticipantJoined,)?MessagePosted$/,
  editMessage: /^MessageEdited$/,
  react: /^(ChatRoomOpened,)?(ParticipantJoined,)?ReactionAdded$/,
  read: /^RoomRead$/,
  setRole: /^Role(Granted|Changed)$/,
  revokeRole: /^RoleRevoked$/,
  changeProject: /^ProjectDetailsChanged$/,
};

/** Whether a ticket is already as a command wants it, so that there is nothing to write. */
const alreadySo: Partial<Record<CommandKind, (ticket: TicketState, wanted: string) => boolean>> = {
  prioritise: (ticket, wanted) => String(ticket.priority) === wanted,
  move: (ticket, wanted) => ticket.columnId === wanted,
  assign: (ticket, wanted) => ticket.assigneeIds.includes(wanted),
  unassign: (ticket, wanted) => !ticket.assigneeIds.includes(wanted),
  tag: (ticket, wanted) => ticket.tagIds.includes(wanted),
  untag: (ticket, wanted) => !ticket.tagIds.includes(wanted),
  completeSubtask: (ticket, wanted) =>
    ticket.subtasks.some(({ id, completed }) => id === wanted && completed),
  follow: (ticket, wanted) => ticket.followerIds.includes(wanted),
  unfollow: (ticket, wanted) => !ticket.followerIds.includes(wanted),
  link: (ticket, wanted) => ticket.links.some(({ ticketId }) => ticketId === wanted),
  unlink: (ticket, wanted) => !ticket.links.some(({ ticketId }) => ticketId === wanted),
};

/**
 * Every way in which the log breaks what was promised to the senders of the load, as sentences: an acknowledged command
 * is in the log exactly once, whole, and where its answer says; one without an answer is there once, whole, or not at
 * all; a refused one is not there; and nothing is there in a sender's name that was not sent.
 *
 * @param log of everything that the load's people did since `from`
 */
export function brokenPromises(log: Log, sent: readonly SentCommand[], from: bigint): string[] {
  const known = new Set(sent.map(({ id }) => id));
  const senders = new Set(sent.map(({ actorId }) => actorId));
  const strangers = [...log.byCommand].flatMap(([commandId, events]) => {
    const [first] = events;
    if (!first || first.position <= from || known.has(commandId) || !senders.has(first.metadata.actorId))
      return [];
    return [`${first.type} in ${first.stream} by command ${commandId}, which nobody sent`];
  });
  return [...sent.flatMap((command) => brokenPromise(log, command)), ...strangers];
}

function brokenPromise(log: Log, command: SentCommand): string[] {
  const { kind, id, done, refused, tries } = command;
  // A move may also push a neighbour down, and opening takes a number: those are streams of their own.
  const events = (log.byCommand.get(id) ?? []).filter(
    ({ stream, metadata }) => metadata.command !== 'MakeRoom' && streamCategory(stream) !== 'numbers',
  );
  const wrong = (what: string) => [`${kind} ${id} (sent ${tries} times: ${command.request}) ${what}`];
  const types = events.map(({ type }) => type).join();
  const written =
    events.map(({ type, stream, revision }) => `${type} ${stream}@${revision}`).join(', ') || 'nothing';
  const isWhole = whole[kind].test(types);
  // Another try may have been on its way while this one was refused; what was done before it must be answered as done.
  if (refused && (tries === 1 || events.some(({ recordedAt }) => recordedAt.getTime() < refused.sentAt))) {
    const said = `${refused.status} ${JSON.stringify(refused.body)}`;
    return types === '' ? [] : wrong(`was refused with ${said}, but wrote ${written}`);
  }
  const [answer, ...others] = done;
  if (!answer) return types === '' || isWhole ? [] : wrong(`was never answered, and wrote ${written}`);
  // What writes nothing is decided anew by each try, and answers where the stream was then.
  if (types === '' && changesNothing(log, command)) return [];
  const different = others.find(
    ({ revision, position }) => revision !== answer.revision || position !== answer.position,
  );
  if (different) {
    return wrong(
      `was answered ${answer.revision}@${answer.position} and ${different.revision}@${different.position}`,
    );
  }
  if (!isWhole) return wrong(`is acknowledged, but in the log is: ${written}`);
  const [first] = events;
  const last = events.at(-1);
  const inOneRow = events.every(
    ({ stream, revision }, index) =>
      stream === first?.stream && revision === (first?.revision ?? 0n) + BigInt(index),
  );
  if (!inOneRow) return wrong(`has something between its events: ${written}`);
  if (!last || streamSubject(last.stream) !== answer.id)
    return wrong(`was answered ${answer.id}, but wrote ${written}`);
  if (String(last.revision) !== answer.revision || String(last.position) !== answer.position) {
    return wrong(
      `was answered ${answer.revision} at ${answer.position}, but is ${last.revision} at ${last.position}`,
    );
  }
  return [];
}

/** Whether at the revision of the answer all was already as the command wanted it. */
function changesNothing(log: Log, { kind, wanted, done, actorId }: SentCommand): boolean {
  const [answer] = done;
  if (!answer) return false;
  const until = BigInt(answer.revision);
  const before = (stream: string) =>
    (log.byStream.get(stream) ?? []).filter(({ revision }) => revision <= until);
  if (kind === 'setRole' || kind === 'revokeRole') {
    const roles = before(rolesStream(answer.id)).reduce(evolveRoles, {
      held: new Map(),
      invitations: new Map(),
    });
    const [userId = '', role = ''] = (wanted ?? '').split(' ');
    return (roles.held.get(userId) ?? '') === role;
  }
  if (kind === 'react' || kind === 'read') {
    const room = before(chatStream(answer.id)).reduce(roomFold.evolve, roomFold.initial);
    // Marks are kept of participants only, and go forward only; who reacts so already wrote before.
    const reader = room?.participants.get(actorId);
    if (kind === 'read') return reader === undefined || reader.readTo !== undefined;
    return before(chatStream(answer.id)).some(({ metadata }) => metadata.actorId === actorId);
  }
  const ticket = before(ticketStream(answer.id)).reduce(ticketFold.evolve, ticketFold.initial);
  return ticket !== undefined && wanted !== undefined && (alreadySo[kind]?.(ticket, wanted) ?? false);
}

/** What is wrong with the log as a log, as sentences: ids given twice, gaps in streams, tickets' numbers. */
export function brokenLog(events: readonly RecordedEvent[], log: Log): string[] {
  const wrong: string[] = [];
  const ids = new Set<string>();
  let last = -1n;
  for (const { id, position, stream } of events) {
    if (ids.has(id)) wrong.push(`the event ${id} is there twice, the second time in ${stream}`);
    ids.add(id);
    if (position <= last) wrong.push(`position ${position} follows ${last}`);
    last = position;
  }
  for (const [stream, inStream] of log.byStream) {
    const gap = inStream.findIndex(({ revision }, index) => revision !== BigInt(index));
    if (gap >= 0) wrong.push(`${stream} has ${inStream[gap]?.revision} at the place of ${gap}`);
  }
  const projects = [...log.byStream.keys()].filter((stream) => streamCategory(stream) === 'numbers');
  for (const stream of projects) {
    const projectId = streamSubject(stream);
    if (numbersStream(projectId) === stream) wrong.push(...wrongNumbers(log, projectId));
  }
  return wrong;
}
