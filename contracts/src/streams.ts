/** Names of streams (DESIGN, section 5). The category is what stands before the first dash. */
export const userStream = (userId: string): string => `user-${userId}`;
export const companyStream = (companyId: string): string => `company-${companyId}`;
export const projectStream = (projectId: string): string => `project-${projectId}`;
export const rolesStream = (projectId: string): string => `roles-${projectId}`;
export const ticketStream = (ticketId: string): string => `ticket-${ticketId}`;
/** @param roomId of a ticket's room: the ticket's id. */
export const chatStream = (roomId: string): string => `chat-${roomId}`;
/** @param contactId of how a company itself is reached: the company's id. */
export const contactStream = (contactId: string): string => `contact-${contactId}`;
export const inboxStream = (userId: string): string => `inbox-${userId}`;
export const numbersStream = (projectId: string): string => `numbers-${projectId}`;
export const projectKeyStream = (key: string): string => `projectkey-${key}`;
/** @param hash keyed hash (HMAC) of the normalised name, so that the log does not tell the name. */
export const usernameStream = (hash: string): string => `username-${hash}`;

export function streamCategory(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
}

/** The id in a stream's name: `ticket-{id}` → `{id}`. */
export const streamSubject = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
