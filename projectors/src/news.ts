import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';

/** In milliseconds. */
const NEWS_FOR = 3_600_000;

/** An event that happened long before it was recorded was imported, and is news to nobody. */
export const isNews = (event: RecordedEvent): boolean =>
  event.recordedAt.getTime() - Date.parse(event.metadata.at) <= NEWS_FOR;
