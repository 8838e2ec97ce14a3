import type { SearchHitView } from '@ticketing/contracts/finding.ts';

/** Where what was found is read. */
export function hitAddress(hit: SearchHitView): string {
  if (hit.kind === 'message' && hit.roomId !== null) return `/chat/${hit.roomId}?message=${hit.id}`;
  const { ticket } = hit;
  if (ticket === null) return '/search';
  const project = ticket.key.slice(0, ticket.key.lastIndexOf('-'));
  const view = ticket.archived ? '/archive' : '';
  return `/projects/${project}${view}/tickets/${ticket.key}`;
}
