/** Under which keys rooms are kept among the queries. */
export const roomKey = (roomId: string) => ['room', roomId] as const;
export const timelineKey = (roomId: string) => ['room-messages', roomId] as const;
export const roomsKey = ['rooms'] as const;
export const unreadKey = ['rooms-unread'] as const;
