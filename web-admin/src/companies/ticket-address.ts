/** `OPS-12` → `/projects/OPS/tickets/OPS-12`: the ticket, over its project's board. */
export const ticketAddress = (key: string): string =>
  `/projects/${key.slice(0, key.lastIndexOf('-'))}/tickets/${key}`;
