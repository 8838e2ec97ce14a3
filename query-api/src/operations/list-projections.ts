import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listProjections as endpoint } from '@ticketing/contracts/endpoints/operations.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ProjectionView } from '@ticketing/contracts/operations-views.ts';
import { mayOnSite } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';

type ProjectionRow = {
  name: string;
  version: number;
  position: bigint;
  owner: string | null;
  lease_until: Date | null;
  led: boolean;
  applied: bigint;
  applied_recorded_at: Date | null;
};

type ParkedRow = {
  projection: string;
  stream: string;
  position: bigint;
  reason: string;
  parked_at: Date;
  attempts: number;
  last_tried_at: Date | null;
  replay_requested_at: Date | null;
};

/**
 * What the projectors write down of themselves.
 * @throws DomainError `forbidden`
 */
export async function listProjections({ query, viewer }: Reading): Promise<ResponseOf<typeof endpoint>> {
  if (!mayOnSite(viewer, 'operations.administer')) throw new DomainError('forbidden');
  const projections = await query<ProjectionRow>(sql`
    select name, version, position, owner, lease_until, applied, applied_recorded_at,
      coalesce(owner is not null and lease_until > clock_timestamp(), false) as led
    from read_model.projection_checkpoints order by name`);
  const parked = await query<ParkedRow>(sql`
    select projection, stream, position, reason, parked_at, attempts, last_tried_at, replay_requested_at
    from read_model.parked_streams order by projection, position, stream`);
  return {
    items: projections.map((row) =>
      viewOf(
        row,
        parked.filter(({ projection }) => projection === row.name),
      ),
    ),
  };
}

const viewOf = (row: ProjectionRow, parked: readonly ParkedRow[]): ProjectionView => ({
  name: row.name,
  version: row.version,
  position: String(row.position),
  owner: row.owner,
  leaseUntil: row.lease_until?.toISOString() ?? null,
  led: row.led,
  applied: String(row.applied),
  appliedRecordedAt: row.applied_recorded_at?.toISOString() ?? null,
  parkedStreams: parked.map((stream) => ({
    stream: stream.stream,
    position: String(stream.position),
    reason: stream.reason,
    parkedAt: stream.parked_at.toISOString(),
    attempts: stream.attempts,
    lastTriedAt: stream.last_tried_at?.toISOString() ?? null,
    replayRequestedAt: stream.replay_requested_at?.toISOString() ?? null,
  })),
});
