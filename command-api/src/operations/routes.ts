import * as endpoints from '@ticketing/contracts/endpoints/operations.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import type { Route } from '../routing.ts';
import { replayParkedStream } from './replay-parked-stream.ts';

export function operationRoutes(route: Route, app: Application): void {
  route(endpoints.replayParkedStream, ({ params, body, actorId, request }) =>
    replayParkedStream(app, commandContext(request, 'ReplayParkedStream', actorId), {
      projection: params.name,
      stream: body.stream,
    }),
  );
}
