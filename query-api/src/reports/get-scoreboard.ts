import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getScoreboard as endpoint } from '@ticketing/contracts/endpoints/reports.ts';
import { noMetrics, scoreOf } from '@ticketing/contracts/scoring.ts';
import { measure } from '@ticketing/platform/reports/metrics.ts';
import { targetsOf } from '@ticketing/platform/reports/targets.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleById } from '../users/person-row.ts';
import { periodOf } from './period.ts';
import { scoringOf } from './report-policies.ts';
import { scopeOfProject } from './report-scope.ts';

/** Staff by their score, the best first. Who is told of themselves only sees their own line, also without any work in it. */
export async function getScoreboard(
  reading: Reading,
  projectId: string,
  asked: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { query, viewer } = reading;
  const scope = await scopeOfProject(reading, projectId, { groupBy: 'person' });
  const { from, to, now } = periodOf(asked);
  const targets = await targetsOf(query, [projectId]);
  const { metrics: scoring } = await scoringOf(query, projectId);
  const measured = await measure(
    query,
    { from, to, now, ...scope, viewerId: viewer.userId, targets },
    { groupBy: 'person', bucket: 'none', timeZone: 'UTC' },
  );
  const byPerson = new Map(measured.map(({ key, metrics }) => [key, metrics]));
  const ids =
    scope.ownProjectIds.length > 0 ? [viewer.userId] : [...byPerson.keys()].flatMap((id) => id ?? []);
  const people = await peopleById(query, ids);
  const days = (to.getTime() - from.getTime()) / 86_400_000;
  const items = people.map((person) => {
    const metrics = byPerson.get(person.id) ?? noMetrics;
    return { person, ...scoreOf(metrics, scoring, days), metrics };
  });
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    scope: scope.ownProjectIds.length > 0 ? ('own' as const) : ('all' as const),
    items: items.sort((one, other) => (other.score ?? -1) - (one.score ?? -1)),
  };
}
