import { DomainError } from '@ticketing/contracts/errors.ts';
import type { UserEvent } from '@ticketing/contracts/events/event.ts';
import type { UserState } from './user.ts';

export type Dashboard = Extract<UserEvent, { type: 'DashboardArranged' }>['data'];

/** Arranges one's own dashboard. @throws DomainError `not_found` for who was never registered */
export function arrangeDashboard(arranged: Dashboard, user: UserState | undefined): readonly UserEvent[] {
  if (user?.kind !== 'registered') throw new DomainError('not_found');
  return same(user.dashboard, arranged) ? [] : [{ type: 'DashboardArranged', data: arranged }];
}

const same = (one: Dashboard, other: Dashboard): boolean =>
  one.widgets.length === other.widgets.length &&
  one.widgets.every(
    ({ widget, shown }, index) =>
      widget === other.widgets[index]?.widget && shown === other.widgets[index].shown,
  );
