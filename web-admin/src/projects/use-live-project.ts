import { projectChannel } from '@ticketing/contracts/live.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useEffect } from 'react';

/** Reads the projects again when somebody else changes this one. */
export function useLiveProject(projectId: string | undefined): void {
  const { live, queries } = useKit();
  useEffect(() => {
    if (projectId === undefined) return;
    return live.subscribe(projectChannel(projectId), (event) => {
      if (event.type !== 'change') return;
      const { entity } = event.frame.change;
      if (entity === 'project' || entity === 'column') {
        void queries.invalidateQueries({ queryKey: ['projects'] });
        void queries.invalidateQueries({ queryKey: ['archived-projects'] });
      }
    });
  }, [projectId, live, queries]);
}
