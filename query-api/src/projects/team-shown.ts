import type { ProjectView, TagView } from '@ticketing/contracts/views.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';

/** Who leads a project and who is tagged as a team is told to those who work in it: a client is told of no staff. */
export const seesTeamOf = (viewer: Viewer, projectId: string): boolean =>
  viewer.superuser || viewer.roles.has(projectId);

export const leadShownTo = (viewer: Viewer, projectId: string, leadId: string | null): string | null =>
  seesTeamOf(viewer, projectId) ? leadId : null;

export const tagsShownTo = (viewer: Viewer, projectId: string, tags: readonly TagView[]): TagView[] =>
  seesTeamOf(viewer, projectId) ? [...tags] : tags.map((tag) => ({ ...tag, memberIds: [] }));

/** Everybody whose id occurs in what is shown of a project's teams. */
export const teamsOf = ({ leadId, tags }: Pick<ProjectView, 'leadId' | 'tags'>): string[] => [
  ...(leadId ? [leadId] : []),
  ...tags.flatMap(({ memberIds }) => memberIds),
];
