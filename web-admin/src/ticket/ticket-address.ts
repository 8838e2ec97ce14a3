import { createContext, useContext } from 'react';

/** Where another ticket opens from here: in the drawer over its board, or as a page when this one is a page. */
export const TicketAddress = createContext<(key: string) => string>((key) => `/tickets/${key}`);

export const useTicketAddress = () => useContext(TicketAddress);

/** `OPS` of `OPS-12`. */
export const projectKeyOf = (ticketKey: string): string => ticketKey.replace(/-\d+$/, '');

export const pageOf = (ticketKey: string): string => `/tickets/${ticketKey}`;

export const drawerOf = (ticketKey: string): string =>
  `/projects/${projectKeyOf(ticketKey)}/tickets/${ticketKey}`;
