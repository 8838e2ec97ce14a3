import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useArchivedProjects, useProjects } from '@ticketing/web-kit/lists.ts';
import { useParams } from 'react-router';

export type ProjectResult = {
  readonly project: ProjectView | undefined;
  /** The projects are known, and none of them has the key in the address. */
  readonly missing: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

/** The project whose key is in the address, archived or not. */
export function useProject(): ProjectResult {
  const { key = '' } = useParams();
  const { data, error, refetch, isFetching } = useProjects();
  const hasKey = (each: ProjectView) => each.key === key.toUpperCase();
  const active = data?.find(hasKey);
  const archived = useArchivedProjects(data !== undefined && active === undefined);
  const project = active ?? archived.data?.find(hasKey);
  return {
    project,
    // A project that was founded a moment ago may not be in the list that is known.
    missing: data !== undefined && project === undefined && !isFetching && !archived.isFetching,
    error: data === undefined ? error : null,
    retry: () => void refetch(),
  };
}
