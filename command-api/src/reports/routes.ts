import * as endpoints from '@ticketing/contracts/endpoints/report-commands.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { answer, type Route } from '../routing.ts';
import { arrangeDashboard, changePolicy, reviewStaff } from './policy-command.ts';

export function reportRoutes(route: Route, app: Application): void {
  route(endpoints.changeServiceTargets, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeServiceTargets', actorId);
    const command = { type: 'ChangeServiceTargets', targets: body } as const;
    return answer(await changePolicy(app, context, params.id, command));
  });

  route(endpoints.changeScoring, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeScoring', actorId);
    return answer(await changePolicy(app, context, params.id, { type: 'ChangeScoring', scoring: body }));
  });

  route(endpoints.reviewStaff, async ({ params, body, actorId, request }) =>
    answer(await reviewStaff(app, commandContext(request, 'ReviewStaff', actorId), params.id, body)),
  );

  route(endpoints.arrangeDashboard, async ({ body, actorId, request }) =>
    answer(await arrangeDashboard(app, commandContext(request, 'ArrangeDashboard', actorId), body)),
  );
}
