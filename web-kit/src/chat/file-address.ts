import { getRoomFile, getRoomFileThumbnail } from '@ticketing/contracts/endpoints/room-files.ts';
import { urlOf } from '../api-client.ts';

/** Where a browser finds a file of a message by itself. @param apiUrl origin of the API; empty for the page's own */
export function roomFileAddress(
  apiUrl: string,
  roomId: string,
  fileId: string,
  pass: string,
  how: 'shown' | 'downloaded' | 'small' = 'shown',
): string {
  const params = { id: roomId, fileId };
  if (how === 'small') return `${apiUrl}${urlOf(getRoomFileThumbnail, { params, query: { pass } })}`;
  const query = how === 'downloaded' ? { pass, download: 'true' } : { pass };
  return `${apiUrl}${urlOf(getRoomFile, { params, query })}`;
}
