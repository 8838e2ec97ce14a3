import { getRoomFile, getRoomFileThumbnail } from '@ticketing/contracts/endpoints/room-files.ts';
import type { ApiClient } from '../api-client.ts';

/** Where a browser finds a file of a message by itself. */
export function roomFileAddress(
  api: ApiClient,
  roomId: string,
  fileId: string,
  pass: string,
  how: 'shown' | 'downloaded' | 'small',
): string {
  const params = { id: roomId, fileId };
  if (how === 'small') return api.address(getRoomFileThumbnail, { params, query: { pass } });
  const query = how === 'downloaded' ? { pass, download: 'true' as const } : { pass };
  return api.address(getRoomFile, { params, query });
}
