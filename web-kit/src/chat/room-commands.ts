import {
  addReaction,
  editMessage,
  markRoomRead,
  postMessage,
  removeMessage,
  removeReaction,
} from '@ticketing/contracts/endpoints/rooms.ts';
import type { MessageFileView } from '@ticketing/contracts/room-views.ts';
import { useEffect, useMemo } from 'react';
import { ApiError } from '../api-error.ts';
import { newCommandId } from '../command-id.ts';
import { SomebodyElse } from '../delivery.ts';
import { forgetSeen } from '../forget-seen.ts';
import { type Kit, tellRefusal, useKit } from '../kit.tsx';
import type { OutboxEntry, RoomIntent } from './outbox.ts';
import { timelineKey } from './room-keys.ts';

/** Milliseconds in which a removal can be taken back. */
const REGRETTABLE = 8_000;
/** Milliseconds that a frame may take before the timeline is read again. */
const FRAME_DUE = 4_000;

export type RoomCommands = ReturnType<typeof createRoomCommands>;

/**
 * What one does in rooms: each shows at once and goes to the server in the room's order, later if the server is away.
 * Nothing throws. A message that is refused stays in the room, to be sent again or given up; any other refusal is told
 * to the kit's `refusals`.
 */
export function createRoomCommands(kit: Kit, myId: string) {
  const entryFor = (roomId: string, intent: RoomIntent): OutboxEntry => ({
    commandId: newCommandId(),
    roomId,
    userId: myId,
    at: new Date().toISOString(),
    intent,
  });
  const act = (roomId: string, intent: RoomIntent): string => {
    const entry = entryFor(roomId, intent);
    kit.outbox.add(entry);
    void dispatch(kit, entry);
    return entry.commandId;
  };
  return {
    /** @returns the id of its command */
    post(
      roomId: string,
      message: { body: string; replyToId?: string | null; files?: readonly MessageFileView[] },
    ) {
      const { body, replyToId = null, files = [] } = message;
      return act(roomId, { kind: 'post', body, replyToId, files });
    },
    edit: (roomId: string, messageId: string, body: string) => act(roomId, { kind: 'edit', messageId, body }),
    /**
     * Takes a message away at once and for everybody only after a while, since it cannot be brought back then.
     * @returns what brings it back until then
     */
    remove(roomId: string, messageId: string): () => void {
      const entry = entryFor(roomId, { kind: 'remove', messageId });
      kit.outbox.add(entry);
      const timer = setTimeout(() => {
        // Who has left meanwhile takes nothing away in the name of who came.
        if (kit.outbox.isOwn(entry.commandId)) void dispatch(kit, entry);
      }, REGRETTABLE);
      return () => {
        clearTimeout(timer);
        kit.outbox.remove(entry.commandId);
      };
    },
    react: (roomId: string, messageId: string, reaction: string, on: boolean) =>
      act(roomId, { kind: 'react', messageId, reaction, on }),
    /** Sends a refused message again. */
    retry(commandId: string) {
      const entry = kit.outbox.retry(commandId);
      if (entry !== undefined) void dispatch(kit, entry);
    },
    /** Gives a refused message up. */
    discard: (commandId: string) => kit.outbox.remove(commandId),
    /** Says how far one has read; a mark that does not get through is said by the next one. */
    markRead(roomId: string, messageId: string) {
      kit.api.call(markRoomRead, { params: { id: roomId }, body: { messageId } }).catch(() => undefined);
    },
    /** Sends what earlier pages left unsent. @returns what ends that */
    resume: () => kit.outbox.follow(myId, (entry) => void dispatch(kit, entry)),
  };
}

async function dispatch(kit: Kit, entry: OutboxEntry): Promise<void> {
  const { commandId, roomId, intent } = entry;
  try {
    const answer = await kit.delivery.run(`room ${roomId}`, () => send(kit, entry), { kept: true });
    kit.outbox.change(commandId, { answer });
    setTimeout(() => readIfWaiting(kit, entry), FRAME_DUE);
    forgetSeen(kit.queries, [timelineKey(roomId)], { commandId, position: answer.position }, () =>
      kit.outbox.remove(commandId),
    );
  } catch (error) {
    // It stays on the device for the person who gave it.
    if (error instanceof SomebodyElse) return;
    const refusal = error instanceof ApiError ? error : new ApiError('internal', 0, String(error));
    if (intent.kind === 'post') {
      kit.outbox.change(commandId, { refusal: refusal.code });
    } else {
      kit.outbox.remove(commandId);
      tellRefusal(kit, refusal);
    }
    if (refusal.status === 404 || refusal.status === 409) refreshRoom(kit, roomId);
  }
}

async function send(
  kit: Kit,
  { commandId, roomId, intent }: OutboxEntry,
): Promise<{ position: string; messageId?: string }> {
  const { api } = kit;
  switch (intent.kind) {
    case 'post': {
      const { body, replyToId, files } = intent;
      const fileIds = files.map(({ id }) => id);
      return api.call(postMessage, { params: { id: roomId }, body: { body, replyToId, fileIds }, commandId });
    }
    case 'edit': {
      const params = { id: roomId, messageId: intent.messageId };
      return api.call(editMessage, { params, body: { body: intent.body }, commandId });
    }
    case 'remove':
      return api.call(removeMessage, { params: { id: roomId, messageId: intent.messageId }, commandId });
    case 'react': {
      const params = { id: roomId, messageId: intent.messageId, reaction: intent.reaction };
      return api.call(intent.on ? addReaction : removeReaction, { params, commandId });
    }
    default:
      return intent satisfies never;
  }
}

/** No frame came, as when the socket is down: read again. */
function readIfWaiting(kit: Kit, { commandId, roomId }: OutboxEntry): void {
  const line = kit.queries.getQueryData<{ commands: ReadonlySet<string> }>(timelineKey(roomId));
  if (line === undefined || (kit.live.status === 'online' && line.commands.has(commandId))) return;
  void kit.queries.invalidateQueries({ queryKey: timelineKey(roomId) });
}

function refreshRoom(kit: Kit, roomId: string): void {
  void kit.queries.invalidateQueries({ queryKey: timelineKey(roomId) });
  void kit.queries.invalidateQueries({ queryKey: ['room', roomId] });
}

/** @param myId of the person who is signed in */
export function useRoomCommands(myId: string): RoomCommands {
  const kit = useKit();
  const commands = useMemo(() => createRoomCommands(kit, myId), [kit, myId]);
  useEffect(() => commands.resume(), [commands]);
  return commands;
}
