import { cloudEventOf } from '@ticketing/contracts/kafka.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { describe, expect, it } from 'vitest';
import { createScriptedLog } from '../testing/scripted-log.ts';
import { ticketOpened } from '../testing/ticket-events.ts';
import { readMessage, relayedMessage } from './relayed-message.ts';

const place = { position: 10n, previous: -1n, partitionPrevious: -1n };

describe('a message of the topic', () => {
  it('is the event that was relayed, in every part', () => {
    const opened = ticketOpened({ projectId: newId(), columnId: newId(), title: 'Ünïcode 🦊' });
    const [event] = createScriptedLog().append(`ticket-${newId()}`, opened);
    if (!event) throw new Error('nothing was appended');
    const value = Buffer.from(JSON.stringify(cloudEventOf(event)));
    expect(readMessage({ ...place, value })).toEqual({ position: 10n, event });
  });

  it('that a newer version wrote is told with its stream', () => {
    const value = Buffer.from(
      JSON.stringify({ subject: 'ticket-1', type: 'ticketing.TicketSold', revision: '0' }),
    );
    const read = readMessage({ ...place, value });
    expect(read).toMatchObject({
      unreadable: { stream: 'ticket-1', reason: expect.stringMatching(/TicketSold/) },
    });
  });

  it('that no relay sent is refused', () => {
    const foreign = { offset: 7n, key: '', value: Buffer.from('hello'), header: () => undefined };
    expect(() => relayedMessage(foreign)).toThrow(/offset 7/);
  });
});
