import type { ActivityView, CommentView } from '@ticketing/contracts/views.ts';

export type StreamTab = 'all' | 'comments' | 'notes' | 'history' | 'chat';
export type StreamEntry =
  | { readonly kind: 'comment'; readonly id: string; readonly at: string; readonly comment: CommentView }
  | { readonly kind: 'activity'; readonly id: string; readonly at: string; readonly activity: ActivityView };

/** Comments are shown as themselves, so their entries in the history would say them twice. */
const told = new Set(['CommentPosted', 'CommentEdited', 'CommentRemoved']);

/** What a tab shows, oldest first. @param activities in any order */
export function streamOf(
  tab: StreamTab,
  comments: readonly CommentView[],
  activities: readonly ActivityView[],
): StreamEntry[] {
  const wanted = comments.filter((comment) => {
    if (tab === 'all') return true;
    if (tab === 'history' || tab === 'chat') return false;
    return (comment.visibility === 'internal') === (tab === 'notes');
  });
  const happened =
    tab === 'history' ? activities : tab === 'all' ? activities.filter((each) => !told.has(each.type)) : [];
  const entries: StreamEntry[] = [
    ...wanted.map((comment) => ({ kind: 'comment' as const, id: comment.id, at: comment.postedAt, comment })),
    ...[...happened]
      .reverse()
      .map((activity) => ({ kind: 'activity' as const, id: activity.id, at: activity.at, activity })),
  ];
  return entries.sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}
