import type { Case, Cases } from './cases.ts';
import type { SpareProject } from './spare-projects.ts';
import type { World } from './world.ts';

/** On projects that nobody else changes: what is taken away here is asked for by the cases that follow. */
const configuringSpares =
  (more: (project: SpareProject, world: World) => Partial<Case>): Cases =>
  ({ world, caller, rights }) =>
    (['here', 'elsewhere'] as const).flatMap((like) => {
      const project = world.spares.get(caller.name)?.[like];
      if (!project) return [];
      const { params = {}, ...rest } = more(project, world);
      return {
        relation: `a project like the one ${like}`,
        params: { id: project.id, ...params },
        expected: rights.configuring(world[like]),
        ...rest,
      };
    });

const member = ({ tagId }: SpareProject, { extras }: World) => ({ params: { tagId, userId: extras.helper } });

export const projectPartCases = {
  removeColumn: configuringSpares(({ columnId, ticketsTo }) => ({
    params: { columnId },
    body: { ticketsTo },
  })),
  changeTag: configuringSpares(({ tagId }) => ({ params: { tagId }, body: { name: 'renamed' } })),
  addTagMember: configuringSpares(member),
  removeTagMember: configuringSpares(member),
  removeTag: configuringSpares(({ tagId }) => ({ params: { tagId } })),
  archiveProject: configuringSpares(() => ({})),
  restoreProject: configuringSpares(() => ({})),
} satisfies Record<string, Cases>;
