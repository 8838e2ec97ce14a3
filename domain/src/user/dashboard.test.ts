import { describe, it } from 'vitest';
import { ids, specification } from '../testing/given.ts';
import { arrangeDashboard } from './dashboard.ts';
import { userFold } from './user.ts';

const { given } = specification({ stream: `user-${ids.agent}`, ...userFold, decide: arrangeDashboard });
const registered = {
  type: 'UserRegistered',
  data: { username: 'nino', displayName: 'Nino', email: null, staff: true },
} as const;
const widgets = [
  { widget: 'pipeline', shown: true },
  { widget: 'newest', shown: false },
];
const arranged = { type: 'DashboardArranged', data: { widgets } } as const;

describe('a dashboard', () => {
  it('is arranged by its owner', () => given(registered).when({ widgets }).thenHappens(arranged));
  it('stays as it is when it is so already', () => {
    given(registered, arranged).when({ widgets }).thenHappens();
    given(registered).when({ widgets: [] }).thenHappens();
  });
  it('changes with the order and with what is hidden', () => {
    const other = { widgets: widgets.toReversed() };
    given(registered, arranged).when(other).thenHappens({ type: 'DashboardArranged', data: other });
    const shown = { widgets: widgets.map(({ widget }) => ({ widget, shown: true })) };
    given(registered, arranged).when(shown).thenHappens({ type: 'DashboardArranged', data: shown });
  });
  it('is nobody’s who was never registered', () => given().when({ widgets }).thenRefused('not_found'));
});
