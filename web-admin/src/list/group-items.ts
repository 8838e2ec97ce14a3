import type { BoundedCount } from '@ticketing/contracts/finding.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import type { Group } from './grouping.ts';

/** What is known of the rows of a group; a group without any is not shown. */
export type GroupRows = {
  /** Undefined until the first page has come. */
  readonly tickets: readonly CardView[] | undefined;
  readonly count: BoundedCount | undefined;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
};

/** One line of a list in groups. */
export type GroupItem = { readonly key: string; readonly group: Group } & (
  | { readonly kind: 'head' | 'wait' | 'more' }
  | { readonly kind: 'row'; readonly card: CardView }
);

/**
 * The lines of all groups in their order: of each its head and, unless it is folded, its rows, or the shape of them until
 * they have come, and what reads on.
 */
export function groupItems(
  groups: readonly Group[],
  rowsOf: ReadonlyMap<string, GroupRows>,
  folded: ReadonlySet<string>,
): readonly GroupItem[] {
  return groups.flatMap((group): GroupItem[] => {
    const { id } = group;
    const rows = rowsOf.get(id);
    if (rows?.tickets?.length === 0) return [];
    const head: GroupItem = { kind: 'head', key: `head ${id}`, group };
    if (folded.has(id)) return [head];
    if (rows?.tickets === undefined) return [head, { kind: 'wait', key: `wait ${id}`, group }];
    return [
      head,
      // A ticket of several people is in the group of each.
      ...rows.tickets.map((card): GroupItem => ({ kind: 'row', key: `${id} ${card.id}`, group, card })),
      ...(rows.hasMore ? [{ kind: 'more' as const, key: `more ${id}`, group }] : []),
    ];
  });
}

/** Where the head of the group stands that each line belongs to, by the line's place. */
export function headsOf(items: readonly GroupItem[]): readonly number[] {
  let head = 0;
  return items.map(({ kind }, index) => {
    if (kind === 'head') head = index;
    return head;
  });
}
