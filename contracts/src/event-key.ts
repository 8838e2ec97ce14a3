import type { RecordedEvent, StreamCategory } from './events/event.ts';
import { streamCategory, streamSubject } from './streams.ts';

/** A ticket, or a room that has the id of its ticket, and the project in whose order its events are. */
export type Belonging = { readonly id: string; readonly projectId: string };

/** Thrown when an event belongs to something whose beginning was never seen. */
export class KeyUnknown extends Error {
  constructor(stream: string) {
    super(
      `it is not known to which project ${stream} belongs, since its first event was not relayed; ` +
        'the relay has to begin anew (docs/kafka.md)',
    );
    this.name = 'KeyUnknown';
  }
}

/**
 * What an event says of where its stream belongs. Each ticket is in one project for ever, and a ticket's room has the
 * ticket's id.
 */
export function belongingIn(event: RecordedEvent): Belonging | undefined {
  if (event.type !== 'TicketOpened') return undefined;
  return { id: streamSubject(event.stream), projectId: event.data.projectId };
}

/** The id whose project has to be looked up for the key of this event. */
export function lookedUpId(event: RecordedEvent): string | undefined {
  const category = streamCategory(event.stream);
  return category === 'ticket' || category === 'chat' ? streamSubject(event.stream) : undefined;
}

/**
 * The key by which an event is ordered on the topic: all of a project, its tickets and their rooms in one order; of
 * people, companies and contacts, each in its own. A stream's key never changes.
 * @param projectOf project of a ticket, or of the ticket that a room belongs to
 * @throws KeyUnknown
 */
export function keyOf(event: RecordedEvent, projectOf: (id: string) => string | undefined): string {
  const { stream } = event;
  const subject = streamSubject(stream);
  // The log has no other streams: whoever reads it asks for these categories by name.
  const category = streamCategory(stream) as StreamCategory;
  switch (category) {
    case 'ticket': {
      const project = projectOf(subject);
      if (project === undefined) throw new KeyUnknown(stream);
      return project;
    }
    case 'chat':
      // A room of two people or of a group belongs to no project.
      return projectOf(subject) ?? subject;
    case 'project':
    case 'roles':
    case 'numbers':
      return subject;
    case 'user':
    case 'inbox':
      return subject;
    case 'company':
    case 'contact':
      return subject;
    case 'username':
    case 'projectkey':
      // A reserved name is taken over when what it was for was never finished: its own order is what counts.
      return subject;
    default:
      return category satisfies never;
  }
}
