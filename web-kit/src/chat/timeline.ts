import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listMessages } from '@ticketing/contracts/endpoints/rooms.ts';
import type { MessageView } from '@ticketing/contracts/room-views.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import type { ChangeFrame } from '../live-channels.ts';
import { isBefore, later } from '../log-position.ts';

/** A part of a room's messages, as it was read. */
export type MessagePage = ResponseOf<typeof listMessages>;

/** A file's pass and when it ends, in milliseconds since 1970. */
export type FilePass = { readonly pass: string; readonly until: number };

/** A message with the log position up to which it is known to be true. */
export type TimelineEntry = { readonly message: MessageView; readonly asOf: string };

/**
 * A part of a room's timeline without gaps, as the server told it: the pages that were read, and every frame since.
 * Oldest first. It reaches the oldest message when `olderCursor` is null and the newest when `newerCursor` is.
 */
export type Timeline = {
  readonly roomId: string;
  readonly entries: readonly TimelineEntry[];
  readonly olderCursor: string | null;
  readonly newerCursor: string | null;
  readonly people: ReadonlyMap<string, PersonView>;
  /** By file id. */
  readonly passes: ReadonlyMap<string, FilePass>;
  /** Log position up to which the read of the newest page is complete. */
  readonly position: string;
  /** This tab's commands whose effect has come as a frame. */
  readonly commands: ReadonlySet<string>;
  /** Messages that name somebody who is not among `people`: read them to learn who it is. */
  readonly unknown: ReadonlySet<string>;
};

type IsOwn = (commandId: string) => boolean;
type Context = {
  /** The channel's latest frames, oldest first. */
  readonly recent: readonly ChangeFrame[];
  /** Whether this tab sent the command: others' are not worth remembering. */
  readonly isOwn: IsOwn;
};

/** A fresh read, with the frames that came while it was on its way. */
export function timelineOf(roomId: string, page: MessagePage, position: string, context: Context): Timeline {
  const fresh: Timeline = {
    roomId,
    entries: page.items.map((message) => ({ message, asOf: position })),
    olderCursor: page.olderCursor,
    newerCursor: page.newerCursor,
    people: new Map(page.people.map((person) => [person.id, person])),
    passes: passesOf(page),
    position,
    commands: new Set(),
    unknown: new Set(),
  };
  return laterFrames(fresh, position, context);
}

/** The timeline with the page before its first message. */
export function withOlderPage(
  line: Timeline,
  page: MessagePage,
  position: string,
  context: Context,
): Timeline {
  const known = new Set(line.entries.map(({ message }) => message.id));
  const older = page.items.filter(({ id }) => !known.has(id)).map((message) => ({ message, asOf: position }));
  const next = { ...joined(line, page), entries: [...older, ...line.entries], olderCursor: page.olderCursor };
  return laterFrames(next, position, context);
}

/** The timeline with the page behind its last message. */
export function withNewerPage(
  line: Timeline,
  page: MessagePage,
  position: string,
  context: Context,
): Timeline {
  const known = new Set(line.entries.map(({ message }) => message.id));
  const newer = page.items.filter(({ id }) => !known.has(id)).map((message) => ({ message, asOf: position }));
  const next = {
    ...joined(line, page),
    entries: [...line.entries, ...newer].sort(byPlace),
    newerCursor: page.newerCursor,
  };
  return laterFrames(next, position, context);
}

/** The timeline with what a read of some of its messages says anew: of people, passes and the messages themselves. */
export function withReadAgain(
  line: Timeline,
  page: MessagePage,
  position: string,
  context: Context,
): Timeline {
  const read = new Map(page.items.map((message) => [message.id, message]));
  const unknown = new Set([...line.unknown].filter((id) => !read.has(id)));
  const entries = line.entries.map((entry) => {
    const message = read.get(entry.message.id);
    return message === undefined || isBefore(position, entry.asOf) ? entry : { message, asOf: position };
  });
  return laterFrames({ ...joined(line, page), entries, unknown }, position, context);
}

function joined(line: Timeline, page: MessagePage): Timeline {
  return {
    ...line,
    people: new Map([...line.people, ...page.people.map((person) => [person.id, person] as const)]),
    passes: new Map([...line.passes, ...passesOf(page)]),
  };
}

const passesOf = (page: MessagePage): Map<string, FilePass> =>
  new Map(page.passes.map(({ fileId, pass }) => [fileId, { pass, until: Date.parse(page.passesUntil) }]));

const laterFrames = (line: Timeline, position: string, { recent, isOwn }: Context): Timeline =>
  recent
    .filter((frame) => isBefore(position, frame.position))
    .reduce((next, frame) => patchTimeline(next, frame, isOwn), line);

/** The timeline after a frame; an older state never overwrites a newer one, and a frame may come twice. */
export function patchTimeline(line: Timeline, frame: ChangeFrame, isOwn: IsOwn): Timeline {
  const { change } = frame;
  if (change.entity !== 'message' || change.roomId !== line.roomId) return line;
  const commands =
    isOwn(frame.commandId) && !line.commands.has(frame.commandId)
      ? new Set([...line.commands, frame.commandId])
      : line.commands;
  // What a ticket tells in its room comes from another stream, and may come before what was written earlier.
  const isWritten = change.row?.kind === 'message' && line.newerCursor === null;
  const position = isWritten ? later(line.position, frame.position) : line.position;
  const next = { ...line, commands, position };
  const index = line.entries.findLastIndex(({ message }) => message.id === change.id);
  const known = line.entries[index];
  if (known !== undefined) {
    if (isBefore(frame.position, known.asOf)) return next;
    if (change.row === null) return { ...next, entries: line.entries.toSpliced(index, 1) };
    const entry = { message: change.row, asOf: frame.position };
    return withUnknown({ ...next, entries: line.entries.with(index, entry) }, change.row);
  }
  if (change.row === null || !reaches(line, change.row)) return next;
  const entry = { message: change.row, asOf: frame.position };
  const at = line.entries.findLastIndex((each) => byPlace(each, entry) < 0) + 1;
  return withUnknown({ ...next, entries: line.entries.toSpliced(at, 0, entry) }, change.row);
}

/** Whether a message's place lies within this part of the timeline. */
function reaches(line: Timeline, message: MessageView): boolean {
  const [first, last] = [line.entries.at(0), line.entries.at(-1)];
  const entry = { message, asOf: '0' };
  if (first === undefined || last === undefined) return line.newerCursor === null;
  const behindFirst = line.olderCursor === null || byPlace(first, entry) < 0;
  const beforeLast = line.newerCursor === null || byPlace(entry, last) < 0;
  return behindFirst && beforeLast;
}

/** In the order of the timeline: by position, and of one position by id. */
function byPlace(left: TimelineEntry, right: TimelineEntry): number {
  const [one, other] = [left.message, right.message];
  if (one.position !== other.position) return isBefore(one.position, other.position) ? -1 : 1;
  return one.id < other.id ? -1 : one.id === other.id ? 0 : 1;
}

function withUnknown(line: Timeline, message: MessageView): Timeline {
  const named = [message.authorId, ...message.reactions.flatMap(({ userIds }) => userIds)];
  const userId = message.event?.details.userId;
  if (typeof userId === 'string') named.push(userId);
  const lacks = named.some((id) => !line.people.has(id));
  if (!lacks || line.unknown.has(message.id)) return line;
  return { ...line, unknown: new Set([...line.unknown, message.id]) };
}
