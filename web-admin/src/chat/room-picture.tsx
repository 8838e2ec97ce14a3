import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { Avatar } from '../shell/avatar.tsx';
import { GroupIcon, TicketRoomIcon } from './chat-icons.tsx';
import { othersIn } from './room-name.ts';

/** A room's kind at a glance: the other's face, a group, a ticket. Words stand beside it. */
export function RoomPicture({ room, myId, size = 28 }: { room: ReadRoomView; myId: string; size?: number }) {
  const [other] = othersIn(room, myId);
  return (
    <span className="room-picture" aria-hidden="true" style={{ width: size, height: size }}>
      {room.kind === 'direct' && other !== undefined ? (
        <Avatar id={other.id} name={other.displayName} size={size} />
      ) : room.kind === 'ticket' ? (
        <TicketRoomIcon />
      ) : (
        <GroupIcon />
      )}
    </span>
  );
}
