import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getNotificationPreferences as endpoint } from '@ticketing/contracts/endpoints/notifications.ts';
import { NotificationKind } from '@ticketing/contracts/kinds.ts';
import { type NotificationPreference, preferenceFor } from '@ticketing/contracts/notifications.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';

/** Every kind, with what the caller chose or how it usually is. */
export async function getNotificationPreferences({
  query,
  viewer,
}: Reading): Promise<ResponseOf<typeof endpoint>> {
  const [row] = await query<{ preferences: NotificationPreference[] }>(
    sql`select preferences from read_model.inbox_people where id = ${viewer.userId}`,
  );
  const chosen = row?.preferences ?? [];
  return { preferences: NotificationKind.options.map((kind) => preferenceFor(kind, chosen)) };
}
