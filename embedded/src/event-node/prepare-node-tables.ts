import { NodeUsers } from './access/node-users.ts';
import { createEventTable, type Queryable } from './event-table.ts';
import { createGroupTable } from './persistent/group-table.ts';

/** Makes every table that a node may have, for what puts rows there while no node runs. */
export async function prepareNodeTables(client: Queryable): Promise<void> {
  await createEventTable(client);
  await NodeUsers.open(client);
  await createGroupTable(client);
}
