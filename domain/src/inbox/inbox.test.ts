import type { InboxEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, it } from 'vitest';
import { ids, recorded, specification } from '../testing/given.ts';
import { decideInbox, evolveInbox, inboxFold } from './inbox.ts';

const { given } = specification({ stream: `inbox-${ids.agent}`, ...inboxFold, decide: decideInbox });
const read = (notificationId: string): InboxEvent => ({ type: 'NotificationRead', data: { notificationId } });
const allRead = (upTo: string): InboxEvent => ({ type: 'AllNotificationsRead', data: { upTo } });

describe('an inbox', () => {
  it('has each notification read once', () => {
    given().when({ type: 'ReadNotification', notificationId: ids.comment }).thenHappens(read(ids.comment));
    given(read(ids.comment)).when({ type: 'ReadNotification', notificationId: ids.comment }).thenHappens();
    given(read(ids.comment))
      .when({ type: 'ReadNotification', notificationId: ids.ticket })
      .thenHappens(read(ids.ticket));
  });

  it('is read up to a position, which never goes back', () => {
    given().when({ type: 'ReadAllNotifications', upTo: 90n }).thenHappens(allRead('90'));
    given(allRead('90')).when({ type: 'ReadAllNotifications', upTo: 100n }).thenHappens(allRead('100'));
    given(allRead('90')).when({ type: 'ReadAllNotifications', upTo: 90n }).thenHappens();
    // As numbers: as texts, 90 would come after 100.
    given(allRead('100')).when({ type: 'ReadAllNotifications', upTo: 90n }).thenHappens();
  });

  it('remembers so many ids and no more, however many are marked', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => read(`${index}`));
    const state = recorded(`inbox-${ids.agent}`, many).reduce(evolveInbox, inboxFold.initial);
    expect(state.readIds.length).toBeLessThan(1_000);
    expect(decideInbox({ type: 'ReadNotification', notificationId: '1999' }, state)).toEqual([]);
  });
});
