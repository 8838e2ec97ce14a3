import { changeManyTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import { useMemo } from 'react';
import type { Place } from './board.ts';
import { type BulkChange, type BulkOutcome, type BulkRequest, bulkRequests } from './bulk-changes.ts';
import type { CompanyName, ManyIntent, OneOfMany } from './commands/intents.ts';
import { requestsTo } from './commands/request.ts';
import { dispatchMany } from './commands/run-many.ts';
import { type Kit, useKit } from './kit.tsx';
import { useMe } from './session.tsx';

export type ManyOptions = {
  /** Where tickets stood that go back there, by their ids. */
  readonly places?: ReadonlyMap<string, Place>;
  /** Whose tickets were that go back to them, by their ids. */
  readonly companies?: ReadonlyMap<string, CompanyName | null>;
  /** Whose they become. */
  readonly company?: CompanyName | null;
  /** The requests that it takes back. */
  readonly undoes?: readonly BulkRequest[];
  /** Called once when the server is away: the change waits on the device, and its outcome comes when that is back. */
  readonly onWait?: (requests: readonly BulkRequest[]) => void;
};

export type ChangeMany = (
  tickets: readonly Pick<OneOfMany, 'id' | 'key'>[],
  change: BulkChange,
  options?: ManyOptions,
) => Promise<BulkOutcome>;

/**
 * One change of many tickets, shown at once on every screen. Those that refuse go back to what they were; when a request
 * does not get through, all of its tickets do, and the kit's `refusals` hear of it. Where the app keeps its commands, it waits
 * for a server that is away, over a reload too.
 */
export async function changeManyShown(
  kit: Kit,
  myId: string,
  tickets: Parameters<ChangeMany>[0],
  change: BulkChange,
  options: ManyOptions = {},
): Promise<BulkOutcome> {
  const { undoes = [], onWait } = options;
  const request = requestsTo(kit.api);
  const requests = bulkRequests(tickets.map(({ id }) => id));
  const known = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  let waits = false;
  const outcomes = requests.map(({ commandId, ids }) => {
    const intent: ManyIntent = {
      kind: 'many',
      change,
      tickets: ids.map((id) => ({ id, key: known.get(id)?.key ?? '', ...becoming(id, change, options) })),
      ...(undoes.length === 0 ? {} : { undoes: undoes.map((undone) => undone.commandId) }),
    };
    const { kept, send } = request(changeManyTickets, { body: { ticketIds: [...ids], change } });
    kit.kept?.keep(myId, { commandId, intent, projectId: null, about: null, request: kept });
    return dispatchMany(
      kit,
      myId,
      { commandId, intent },
      false,
      () => send(commandId),
      () => {
        if (!waits) onWait?.(requests);
        waits = true;
      },
    );
  });
  const all = await Promise.all(outcomes);
  return {
    done: all.flatMap(({ done }) => done),
    refused: all.flatMap(({ refused }) => refused),
    requests,
    waited: waits,
  };
}

/** What is known here of where a ticket comes by the change. */
function becoming(
  ticketId: string,
  change: BulkChange,
  { places, companies, company }: ManyOptions,
): Pick<OneOfMany, 'place' | 'company'> {
  switch (change.type) {
    case 'moveBack': {
      const place = places?.get(ticketId);
      return place === undefined ? {} : { place };
    }
    case 'company':
      return company === undefined ? {} : { company };
    case 'companyBack': {
      const former = companies?.get(ticketId);
      return former === undefined ? {} : { company: former };
    }
    default:
      return {};
  }
}

export function useChangeMany(): ChangeMany {
  const kit = useKit();
  const myId = useMe().id;
  return useMemo(
    () => (tickets, change, options) => changeManyShown(kit, myId, tickets, change, options),
    [kit, myId],
  );
}
