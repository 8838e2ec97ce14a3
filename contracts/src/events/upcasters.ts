/**
 * Turns the data of one version of an event into that of the next. It knows this one event only: what it cannot know
 * from there was not known then.
 */
export type Upcaster = (data: Readonly<Record<string, unknown>>) => unknown;

/** Keyed `Type@fromVersion`. One that is here stays: somewhere a log holds an event of that version for ever. */
export const upcasters: Readonly<Record<string, Upcaster>> = {
  /** Version 1 had no words: nobody was asked for any. */
  'TicketArchived@1': (data) => ({ ...data, words: '' }),
};
