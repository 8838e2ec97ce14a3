import type { Case, Cases } from './cases.ts';
import type { Rights, Verdict } from './rights.ts';
import type { SpareProject } from './spare-projects.ts';
import type { Project, World } from './world.ts';

/** On projects that nobody else changes: what is taken away here is asked for by the cases that follow. */
const onSpares =
  (
    expected: (rights: Rights, project: Project) => Verdict,
    more: (project: SpareProject, world: World) => Partial<Case>,
  ): Cases =>
  ({ world, caller, rights }) =>
    (['here', 'elsewhere'] as const).flatMap((like) => {
      const project = world.spares.get(caller.name)?.[like];
      if (!project) return [];
      const { params = {}, ...rest } = more(project, world);
      return {
        relation: `a project like the one ${like}`,
        params: { id: project.id, ...params },
        expected: expected(rights, world[like]),
        ...rest,
      };
    });

const configuringSpares = (more: (project: SpareProject, world: World) => Partial<Case>): Cases =>
  onSpares((rights, project) => rights.configuring(project), more);

const ofContact = ({ contactId }: SpareProject) => ({ params: { id: contactId } });
const ofLink = ({ contactId, tagId }: SpareProject) => ({ params: { id: contactId, tagId } });
const keeping = (rights: Rights, project: Project) => rights.keepsContacts(project);
const seeingContacts = (rights: Rights, project: Project) => rights.seesContacts(project);

const member = ({ tagId }: SpareProject, { extras }: World) => ({ params: { tagId, userId: extras.helper } });

export const projectPartCases = {
  removeColumn: configuringSpares(({ columnId, ticketsTo }) => ({
    params: { columnId },
    body: { ticketsTo },
  })),
  changeTag: configuringSpares(({ tagId }) => ({ params: { tagId }, body: { name: 'renamed' } })),
  addTagMember: configuringSpares(member),
  removeTagMember: configuringSpares(member),
  listContacts: onSpares(seeingContacts, () => ({})),
  getContact: onSpares(seeingContacts, ofContact),
  addContact: onSpares(
    (rights, project) => rights.addsContacts(project),
    () => ({ body: { name: 'Ana' } }),
  ),
  changeContact: onSpares(keeping, (project) => ({ ...ofContact(project), body: { title: 'Owner' } })),
  linkContact: onSpares(keeping, (project) => ({ ...ofLink(project), body: { role: 'installer' } })),
  unlinkContact: onSpares(keeping, ofLink),
  removeContact: onSpares(keeping, ofContact),
  removeTag: configuringSpares(({ tagId }) => ({ params: { tagId } })),
  archiveProject: configuringSpares(() => ({})),
  restoreProject: configuringSpares(() => ({})),
} satisfies Record<string, Cases>;
