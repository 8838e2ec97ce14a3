import type { z } from 'zod';
import { chatEvents } from './chat.ts';
import { companyEvents } from './company.ts';
import { contactEvents } from './contact.ts';
import { inboxEvents } from './inbox.ts';
import { EventMetadata } from './metadata.ts';
import { projectEvents } from './project.ts';
import { numbersEvents, projectKeyEvents, usernameEvents } from './reservation.ts';
import { rolesEvents } from './roles.ts';
import { ticketEvents } from './ticket.ts';
import { upcasters } from './upcasters.ts';
import { userEvents } from './user.ts';

/** Every event type by the category of its stream (the stream's name up to the first dash). */
export const eventsByCategory = {
  user: userEvents,
  company: companyEvents,
  project: projectEvents,
  roles: rolesEvents,
  ticket: ticketEvents,
  chat: chatEvents,
  contact: contactEvents,
  inbox: inboxEvents,
  username: usernameEvents,
  projectkey: projectKeyEvents,
  numbers: numbersEvents,
} as const;

export type StreamCategory = keyof typeof eventsByCategory;

type EventUnion<Schemas extends Record<string, z.ZodType>> = {
  [Type in keyof Schemas & string]: { readonly type: Type; readonly data: z.output<Schemas[Type]> };
}[keyof Schemas & string];

export type UserEvent = EventUnion<typeof userEvents>;
export type CompanyEvent = EventUnion<typeof companyEvents>;
export type ProjectEvent = EventUnion<typeof projectEvents>;
export type RolesEvent = EventUnion<typeof rolesEvents>;
export type TicketEvent = EventUnion<typeof ticketEvents>;
export type ChatEvent = EventUnion<typeof chatEvents>;
export type ContactEvent = EventUnion<typeof contactEvents>;
export type InboxEvent = EventUnion<typeof inboxEvents>;
export type UsernameEvent = EventUnion<typeof usernameEvents>;
export type ProjectKeyEvent = EventUnion<typeof projectKeyEvents>;
export type NumbersEvent = EventUnion<typeof numbersEvents>;
export type DomainEvent =
  | UserEvent
  | CompanyEvent
  | ProjectEvent
  | RolesEvent
  | TicketEvent
  | ChatEvent
  | ContactEvent
  | InboxEvent
  | UsernameEvent
  | ProjectKeyEvent
  | NumbersEvent;

export const eventSchemas: Readonly<Record<string, z.ZodType>> = Object.assign(
  {},
  ...Object.values(eventsByCategory),
);

/** Version of an event's schema that is written today. Types not named here are at version 1. */
export const currentSchema: Readonly<Record<string, number>> = { TicketArchived: 2 };
export const schemaVersion = (type: string): number => currentSchema[type] ?? 1;

/** A domain event as it stands in the log. Revision and position are bigints inside a process, strings on the wire. */
export type RecordedEvent = DomainEvent & {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  /** Commit position in `$all`. */
  readonly position: bigint;
  /** When the store recorded it. */
  readonly recordedAt: Date;
  readonly metadata: EventMetadata;
};

/**
 * Reads the data and metadata of a stored event: upcasts to today's version, then parses.
 * Throws when the type is unknown, the version newer than today's, or the data does not satisfy its schema.
 */
export function parseEvent(
  type: string,
  data: unknown,
  metadata: unknown,
): { event: DomainEvent; metadata: EventMetadata } {
  const schema = eventSchemas[type];
  if (!schema) throw new Error(`unknown event type ${type}`);
  const meta = EventMetadata.parse(metadata);
  const known = schemaVersion(type);
  if (meta.schema > known) {
    throw new Error(
      `${type} version ${meta.schema} is newer than this software, which knows version ${known}`,
    );
  }
  let value = data;
  if (meta.schema < known && (typeof value !== 'object' || value === null)) {
    throw new Error(`${type} has no data that could be read as version ${meta.schema}`);
  }
  for (let version = meta.schema; version < known; version++) {
    const upcast = upcasters[`${type}@${version}`];
    if (!upcast) throw new Error(`no upcaster for ${type} version ${version}`);
    // Checked above to be an object; an upcaster answers with one.
    value = upcast(value as Readonly<Record<string, unknown>>);
  }
  // The registry pairs each type with its schema, which the compiler cannot follow through a string key.
  return { event: { type, data: schema.parse(value) } as DomainEvent, metadata: meta };
}
