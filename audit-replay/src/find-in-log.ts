import {
  numbersStream,
  projectKeyStream,
  projectStream,
  ticketStream,
} from '@ticketing/contracts/streams.ts';
import { ProjectKey } from '@ticketing/contracts/values.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import { AuditError } from './audit-error.ts';
import type { EventLog } from './event-log.ts';

const TICKET_KEY = /^([A-Z][A-Z0-9]{0,9})-([1-9]\d{0,9})$/;

/** A project as its stream says it is now. */
export type FoundProject = { readonly id: string; readonly key: string; readonly project: ProjectState };

/** Finds a project by its key with two short reads. @throws AuditError `usage` */
export async function findProject(log: EventLog, typedKey: string): Promise<FoundProject> {
  const key = ProjectKey.safeParse(typedKey).data;
  if (key === undefined) {
    throw new AuditError('usage', `"${typedKey}" is not a project key; one looks like ABC.`);
  }
  let id: string | undefined;
  // A key whose first holder never completed is taken over by a later event.
  for await (const event of log.readStream(projectKeyStream(key))) {
    if (event.type === 'ProjectKeyReserved') id = event.data.projectId;
  }
  const project = id === undefined ? undefined : await foldProject(log, id);
  if (id === undefined || !project) throw new AuditError('usage', `There is no project ${key} in this log.`);
  return { id, key, project };
}

async function foldProject(log: EventLog, id: string): Promise<ProjectState | undefined> {
  let project = projectFold.initial;
  for await (const event of log.readStream(projectStream(id))) project = projectFold.evolve(project, event);
  return project;
}

export type FoundTicket = { readonly id: string; readonly key: string; readonly project: ProjectState };

/**
 * Finds a ticket by its key: its number is the revision, counted from one, of the event in the project's
 * stream of numbers that names the ticket.
 * @throws AuditError `usage`
 */
export async function findTicket(log: EventLog, typedKey: string): Promise<FoundTicket> {
  const key = typedKey.trim().toUpperCase();
  const [, projectKey, number] = TICKET_KEY.exec(key) ?? [];
  if (projectKey === undefined || number === undefined) {
    throw new AuditError('usage', `"${typedKey}" is not a ticket's key; one looks like ABC-7.`);
  }
  const { id: projectId, project } = await findProject(log, projectKey);
  const revision = BigInt(number) - 1n;
  for await (const taken of log.readStream(numbersStream(projectId), revision)) {
    if (taken.type !== 'TicketNumberTaken' || taken.revision !== revision) break;
    const { ticketId } = taken.data;
    for await (const opened of log.readStream(ticketStream(ticketId))) {
      if (opened.type === 'TicketOpened' && opened.data.key === key) return { id: ticketId, key, project };
      break;
    }
    throw new AuditError('usage', `${key} was never opened: its number was taken, and then nothing came.`);
  }
  throw new AuditError('usage', `There is no ticket ${key} in this log.`);
}
