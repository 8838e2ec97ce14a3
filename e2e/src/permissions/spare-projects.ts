import type { Application } from '@ticketing/command-api/application.ts';
import { addContact } from '@ticketing/command-api/contacts/contact-command.ts';
import { createProject } from '@ticketing/command-api/projects/create-project.ts';
import { commandProject, commandRoles } from '@ticketing/command-api/projects/project-command.ts';
import { systemCommand } from '@ticketing/command-api/users/found-superuser.ts';
import type { Role } from '@ticketing/contracts/kinds.ts';
import { projectStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { newId } from '@ticketing/platform/ids.ts';

/** A project that one person alone tries things on, so that what they take away is missed by nobody else. */
export type SpareProject = {
  readonly id: string;
  /** A column that can be removed, and where its tickets go. */
  readonly columnId: string;
  readonly ticketsTo: string;
  readonly tagId: string;
  readonly contactId: string;
};

/** `here`: the person is in it what they are in the project here; `elsewhere`: nothing, as in the one elsewhere. */
export type SpareProjects = { readonly here: SpareProject; readonly elsewhere: SpareProject };

export async function spareProjectsFor(
  app: Application,
  person: { readonly id: string; readonly role: Role | undefined },
  lead: string,
  companyIds: { readonly here: readonly string[]; readonly elsewhere: readonly string[] },
): Promise<SpareProjects> {
  const spare = async (key: string, attached: readonly string[]): Promise<SpareProject> => {
    const context = { ...systemCommand('CreateProject'), actorId: lead };
    const { id } = await createProject(app, context, { key, name: key, description: '' });
    for (const companyId of attached) {
      await commandProject(app, systemCommand('AttachCompany'), id, { type: 'AttachCompany', companyId });
    }
    const tagId = newId();
    const tag = { type: 'AddTag', tagId, name: 'tag', colour: '#112233' } as const;
    await commandProject(app, systemCommand('AddTag'), id, tag);
    const { state } = await app.aggregates.fresh(projectStream(id), projectFold);
    const [ticketsTo, columnId] = state?.columns.map((column) => column.id) ?? [];
    if (!ticketsTo || !columnId) throw new Error('A new project has columns.');
    const card = { name: 'Nino', email: null, phone: null, title: '', department: '', notes: '' };
    const { id: contactId } = await addContact(app, systemCommand('AddContact'), id, card);
    return { id, columnId, ticketsTo, tagId, contactId };
  };
  const here = await spare(newKey(), companyIds.here);
  const elsewhere = await spare(newKey(), companyIds.elsewhere);
  if (person.role) {
    const role = { type: 'SetRole', userId: person.id, role: person.role } as const;
    await commandRoles(app, systemCommand('SetRole'), here.id, role);
  }
  return { here, elsewhere };
}

let named = 0;
const newKey = (): string => `SPARE${++named}`;
