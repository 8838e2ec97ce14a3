import { changeManyTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import { useMemo } from 'react';
import { ApiError } from './api-error.ts';
import type { Place } from './board.ts';
import { type BulkChange, type BulkOutcome, bulkRequests } from './bulk-changes.ts';
import { type Kit, useKit } from './kit.tsx';
import type { Answer, Intent, PendingCommand } from './pending-commands.ts';

/** What the screen knows of a change, so that it shows before the server has answered. */
export type Known = {
  /** Where tickets stood that go back there, by their ids. */
  readonly places?: ReadonlyMap<string, Place>;
  /** Whose tickets were that go back to them, by their ids. */
  readonly companies?: ReadonlyMap<string, CompanyName | null>;
  /** Whose they become. */
  readonly company?: CompanyName | null;
};
type CompanyName = { readonly id: string; readonly name: string };

/** Milliseconds until a change is looked up because no frame could come, and until nobody waits any more. */
const FRAME_DUE = 4_000;
const FORGOTTEN = 20_000;

/**
 * One change of many tickets, shown at once on every screen. Those that refuse go back to what they were; when a request
 * does not get through, all of its tickets do, and the kit's `refusals` hear of it.
 */
export async function changeManyShown(
  kit: Kit,
  ticketIds: readonly string[],
  change: BulkChange,
  known: Known = {},
): Promise<BulkOutcome> {
  const parts = bulkRequests(ticketIds);
  const entries = parts.flatMap(({ commandId, ids }) =>
    ids.flatMap((id): PendingCommand[] => {
      const intent = intentOf(id, change, known);
      return intent === undefined ? [] : [{ commandId: entryId(commandId, id), intent }];
    }),
  );
  kit.pending.addMany(
    entries,
    parts.map(({ commandId }) => commandId),
  );
  const done: string[] = [];
  const refused: { id: string; code: string }[] = [];
  for (const { commandId, ids } of parts) {
    try {
      const { results } = await kit.api.call(changeManyTickets, {
        body: { ticketIds: [...ids], change },
        commandId,
      });
      const answers = new Map<string, Answer | null>();
      for (const result of results) {
        if (result.ok) done.push(result.id);
        else refused.push({ id: result.id, code: result.code });
        answers.set(entryId(commandId, result.id), result.ok ? result : null);
      }
      kit.pending.settleMany(answers);
    } catch (error) {
      kit.pending.settleMany(new Map(ids.map((id) => [entryId(commandId, id), null])));
      const refusal = error instanceof ApiError ? error : new ApiError('internal', 0, String(error));
      for (const listener of [...kit.refusals]) listener(refusal);
      break;
    }
  }
  void kit.queries.invalidateQueries({ queryKey: ['tickets'] });
  setTimeout(() => {
    if (kit.live.status !== 'online') void kit.queries.invalidateQueries({ queryKey: ['board'] });
  }, FRAME_DUE);
  setTimeout(
    () => kit.pending.settleMany(new Map(entries.map((entry) => [entry.commandId, null]))),
    FORGOTTEN,
  );
  return { done, refused, requests: parts };
}

/** All frames of a request bear its command: each ticket is settled by its own revision instead. */
const entryId = (commandId: string, ticketId: string): string => `${commandId}/${ticketId}`;

/** Undefined for a ticket of which is not known here what it becomes: its frame shows it. */
function intentOf(ticketId: string, change: BulkChange, known: Known): Intent | undefined {
  switch (change.type) {
    case 'move':
      return { kind: 'move', ticketId, columnId: change.columnId, after: null, before: null };
    case 'moveBack': {
      const place = known.places?.get(ticketId);
      return place && { kind: 'move', ticketId, ...place };
    }
    case 'assign':
    case 'unassign':
      return { kind: change.type, ticketId, userId: change.userId };
    case 'tag':
    case 'untag':
      return { kind: change.type, ticketId, tagId: change.tagId };
    case 'archive':
    case 'restore':
      return { kind: change.type, ticketId };
    case 'prioritise': {
      const { priority, urgency, importance } = change;
      return {
        kind: 'change',
        ticketId,
        patch: {
          ...(priority === undefined ? {} : { priority }),
          ...(urgency === undefined ? {} : { urgency }),
          ...(importance === undefined ? {} : { importance }),
        },
      };
    }
    case 'schedule': {
      const { startDate, dueDate } = change;
      return {
        kind: 'change',
        ticketId,
        patch: {
          ...(startDate === undefined ? {} : { startDate }),
          ...(dueDate === undefined ? {} : { dueDate }),
        },
      };
    }
    case 'retype':
      return { kind: 'change', ticketId, patch: { type: change.ticketType } };
    case 'company':
    case 'companyBack': {
      const company = change.type === 'company' ? known.company : known.companies?.get(ticketId);
      return company === undefined ? undefined : { kind: 'company', ticketId, company };
    }
    default:
      return change satisfies never;
  }
}

export function useChangeMany(): (
  ids: readonly string[],
  change: BulkChange,
  known?: Known,
) => Promise<BulkOutcome> {
  const kit = useKit();
  return useMemo(() => (ids, change, known) => changeManyShown(kit, ids, change, known), [kit]);
}
