import { joinRoom, leaveRoom, renameRoom } from '@ticketing/contracts/endpoints/rooms.ts';
import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { roomKey, roomsKey } from '@ticketing/web-kit/chat/room-keys.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useToast } from '../shell/toasts.tsx';

/** Names a group, and lets people come and go; what can be taken back offers it for a while. */
export function useRoomPeople(room: ReadRoomView) {
  const { api, queries } = useKit();
  const { t } = useTranslation();
  const toast = useToast();
  const navigate = useNavigate();
  const on = { params: { id: room.id } };
  const person = (userId: string) => ({ params: { id: room.id, userId } });

  const act = async (work: () => Promise<unknown>, words: string, undo?: () => void) => {
    try {
      await work();
      void queries.invalidateQueries({ queryKey: roomKey(room.id) });
      toast({ text: words, ...(undo && { action: { label: t('chat.undo'), run: undo } }) });
      return true;
    } catch (error) {
      toast({ tone: 'harm', text: errorWords(t, error) });
      return false;
    }
  };
  const rename = (name: string, before?: string | null): void => {
    const undo = before ? () => rename(before) : undefined;
    void act(() => api.call(renameRoom, { ...on, body: { name } }), t('chat.renamed', { name }), undo);
  };
  const bringIn = (userId: string, name: string, back = true): void => {
    const undo = back ? () => takeOut(userId, name, false) : undefined;
    // Only who opened the group could take them out again.
    const mayUndo = room.participants.some(({ userId: id }) => id === room.openerId);
    void act(
      () => api.call(joinRoom, person(userId)),
      t('chat.broughtIn', { name }),
      mayUndo ? undo : undefined,
    );
  };
  const takeOut = (userId: string, name: string, back = true): void => {
    const undo = back ? () => bringIn(userId, name, false) : undefined;
    void act(() => api.call(leaveRoom, person(userId)), t('chat.takenOut', { name }), undo);
  };
  return {
    rename: (name: string) => rename(name, room.name),
    bringIn,
    takeOut,
    join: (myId: string) => void act(() => api.call(joinRoom, person(myId)), t('chat.joined')),
    async leave(myId: string) {
      const name = room.name ?? room.ticket?.key ?? '';
      const isGroup = room.kind === 'group';
      // Nobody brings themselves into a group again; into the room of a ticket that one sees one can.
      const undo = isGroup
        ? undefined
        : () => void act(() => api.call(joinRoom, person(myId)), t('chat.joined'));
      const left = await act(() => api.call(leaveRoom, person(myId)), t('chat.left', { name }), undo);
      if (!left) return;
      void queries.invalidateQueries({ queryKey: roomsKey });
      if (isGroup) void navigate('/chat', { replace: true });
    },
  };
}
