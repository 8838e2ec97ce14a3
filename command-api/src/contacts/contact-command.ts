import { DomainError } from '@ticketing/contracts/errors.ts';
import { contactStream, projectStream } from '@ticketing/contracts/streams.ts';
import {
  type ContactCard,
  type ContactCommand,
  contactFold,
  decideContact,
} from '@ticketing/domain/contact/contact.ts';
import { mayInProject } from '@ticketing/domain/policy/policy.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { type Authority, authorityAt, requireInProject } from '../authority.ts';

/** Adds a contact to a project. */
export async function addContact(
  app: Application,
  context: Commanded,
  projectId: string,
  card: ContactCard,
): Promise<Answer> {
  const { project, authority } = await projectOf(app, context, projectId);
  requireInProject(authority, 'contact.manage', project);
  const contactId = derivedId(context.commandId, `contact of ${projectId}`);
  const done = await app.aggregates.execute(contactStream(contactId), contactFold, context, (contact) =>
    decideContact({ type: 'AddContact', ...card }, contact, project),
  );
  return { id: contactId, ...done };
}

/** Carries out one command on a contact. To whoever may not see it, it is not there. */
export async function commandContact(
  app: Application,
  context: Commanded,
  contactId: string,
  command: Exclude<ContactCommand, { type: 'AddContact' }>,
): Promise<Answer> {
  const stream = contactStream(contactId);
  const before = context.retryable && (await app.aggregates.answered(stream, contactFold, context));
  const { state: known } = await app.aggregates.known(stream, contactFold);
  // A contact that this very command removed is gone, and the command is answered as it was.
  if (before && known?.kind === 'removed') return { id: contactId, ...before };
  if (known?.kind !== 'person') throw new DomainError('not_found');
  const { project, authority } = await projectOf(app, context, known.projectId);
  requireContacts(authority, project);
  const done = await app.aggregates.execute(stream, contactFold, context, (contact) =>
    decideContact(command, contact, project),
  );
  return { id: contactId, ...done };
}

async function projectOf(
  app: Application,
  context: Commanded,
  projectId: string,
): Promise<{ project: ProjectState; authority: Authority }> {
  const { state: project } = await app.aggregates.fresh(projectStream(projectId), projectFold);
  if (!project) throw new DomainError('not_found');
  const place = { projectId, companyIds: project.companyIds };
  return { project, authority: await authorityAt(app, context, place) };
}

/** Who sees the project does not see its contacts by that. */
function requireContacts({ viewer }: Authority, project: ProjectState): void {
  if (!viewer || mayInProject(viewer, 'contact.manage', project)) return;
  throw new DomainError(mayInProject(viewer, 'contact.see', project) ? 'forbidden' : 'not_found');
}
